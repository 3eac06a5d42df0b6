//! One key in the questionnaire of the real window: until it is painted, until it is on the disk, what it asks of the core;
//! and what the window's processes take of memory afterwards.

use assay_tests::window::Window;
use assay_tests::{Desk, PASSPHRASE, window_program};
use std::path::Path;
use std::time::Duration;

/// What was measured, each list sorted.
pub struct Keys {
    /// From the key until the frame that shows it.
    pub painted: Vec<Duration>,
    /// From the key until the core said that it is on the disk.
    pub durable: Vec<Duration>,
    /// Calls of the core, over all keys.
    pub calls: f64,
    /// Bytes to the core and back, over all keys.
    pub bytes: f64,
    /// Memory of all the window's processes after sixty answers and the preview of the report, in KiB.
    pub memory: u64,
}

/// What one script presses: few enough for the driver's patience.
const AT_ONCE: usize = 10;

/// Presses P or Y, then J, so that each key answers another question; the page's way to the core is listened to.
const PRESS: &str = "const [done] = [arguments[arguments.length - 1]];
    const heard = (window.heard ??= (() => {
        const real = window.fetch;
        const heard = { calls: 0, bytes: 0, durable: undefined };
        window.fetch = async (...asked) => {
            const body = asked[1]?.body ?? '';
            const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
            const isLook = text.includes('\"newest\"');
            const answer = await real(...asked);
            const { byteLength } = await answer.clone().arrayBuffer();
            if (!isLook) { heard.calls += 1; heard.bytes += text.length + byteLength; }
            if (text.includes('\"name\":\"answer\"')) heard.durable?.(performance.now());
            return answer;
        };
        return heard;
    })());
    const press = (key) => document.activeElement.dispatchEvent(
        new KeyboardEvent('keydown', { key, code: `Key${key.toUpperCase()}`, bubbles: true, cancelable: true }));
    const frame = () => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(() => next(performance.now()))));
    const quiet = async () => { for (let before = -1; before !== heard.calls; ) { before = heard.calls; await new Promise((next) => setTimeout(next, 60)); } };
    (async () => {
        const keys = [];
        for (let at = 0; at < 10; at += 1) {
            await quiet();
            [heard.calls, heard.bytes] = [0, 0];
            const durable = new Promise((tell) => { heard.durable = tell; });
            const start = performance.now();
            press(at % 2 === 0 ? 'p' : 'y');
            const painted = await frame();
            const kept = await durable;
            await quiet();
            keys.push([painted - start, kept - start, heard.calls, heard.bytes]);
            press('j');
        }
        done(keys);
    })();";

/// Answers `times` questions of the vault's assessment by key.
pub async fn keys(desk: &Desk, vault: &Path, assessment: &str, times: usize) -> Keys {
    let window = Window::open_with(desk, &window_program(), &[vault.to_str().expect("a path")]).await;
    window.keys_on("open-passphrase", PASSPHRASE).await;
    window.enter_on("open-vault").await;
    window.find(&format!("assessment-{assessment}")).await;
    window.script(&format!("location.hash = '#/questionnaire?assessment={assessment}'")).await;
    window.find("question-pane").await;
    let (mut painted, mut durable, mut calls, mut bytes) = (Vec::new(), Vec::new(), 0.0, 0.0);
    let mut memory = 0;
    for first in (0..times).step_by(AT_ONCE) {
        let pressed = window.script_later(PRESS).await;
        for key in pressed.as_array().expect("the keys") {
            let figure = |at: usize| key[at].as_f64().expect("a figure");
            painted.push(Duration::from_secs_f64(figure(0) / 1000.0));
            durable.push(Duration::from_secs_f64(figure(1) / 1000.0));
            calls += figure(2);
            bytes += figure(3);
        }
        if first + AT_ONCE == 60 {
            window.script(&format!("location.hash = '#/report?assessment={assessment}'")).await;
            window.find_css(".sheet").await;
            memory = window.memory();
            window.script(&format!("location.hash = '#/questionnaire?assessment={assessment}'")).await;
            window.find("question-pane").await;
        }
    }
    window.close().await;
    painted.sort();
    durable.sort();
    let pressed = painted.len() as f64;
    Keys { painted, durable, calls: calls / pressed, bytes: bytes / pressed, memory }
}

/// The figures as lines of a bench, by `./dev bench --window`.
pub fn lines(figures: &Keys) {
    super::line("  a key in the questionnaire until it is painted", &figures.painted);
    super::line("  a key in the questionnaire until it is on the disk", &figures.durable);
    println!(
        "{:<52} {:.1} calls of the core, {:.1} kB to it and back",
        "  what a key asks for",
        figures.calls,
        figures.bytes / 1000.0
    );
    println!(
        "{:<52} {:>9.1} MiB (PSS of all its processes)",
        "  memory after 60 answers and the report's preview",
        figures.memory as f64 / 1024.0
    );
}
