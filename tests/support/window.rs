//! Drives the real window through WebKitWebDriver: finds things by their test name, presses keys, takes pictures.

use crate::Desk;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::error::NewSessionError;
pub use fantoccini::key::Key;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator, elements::Element};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, MutexGuard};

/// The longest a test waits for something to show.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a failing test waits for what it tells beside the reason.
const GRACE: Duration = Duration::from_secs(5);

/// How often it looks.
const GLANCE: Duration = Duration::from_millis(10);

/// One window at a time: two under one display hold each other up, and a picture of a covered one may never come.
static DISPLAY: Mutex<()> = Mutex::const_new(());

struct Driver {
    child: Child,
    port: u16,
}

impl Driver {
    fn start(desk: &Desk, environment: &[(&str, &str)]) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port").port();
        let log = std::fs::File::create(desk.file("driver.log")).expect("a log");
        let child = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("ASSAY_CONFIG_DIR", desk.file("settings"))
            .env("HOME", desk.path())
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a log"))
            .stderr(log)
            // A group of its own, so that the window goes with the driver however the test ends.
            .process_group(0)
            .spawn()
            .expect("WebKitWebDriver starts: ./dev test installs webkit2gtk-driver");
        let start = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(start.elapsed() < PATIENCE, "the driver does not listen");
            std::thread::yield_now();
        }
        Self { child, port }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let group = format!("-{}", self.child.id());
        // The group may be gone already.
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.child.wait();
    }
}

/// Whether a process still runs. One that ended and that its parent has not noticed yet does not.
fn runs(process: u32) -> bool {
    let told = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let state = told.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().next());
    state.is_some_and(|state| state != "Z" && state != "X")
}

/// Waits for what the driver does; a driver or window that hangs fails the test instead of holding it up.
async fn answered<T>(what: &str, work: impl Future<Output = T>) -> T {
    match tokio::time::timeout(PATIENCE * 2, work).await {
        Ok(done) => done,
        Err(_) => panic!("the window does not answer: {what}"),
    }
}

/// The open window.
pub struct Window {
    client: Client,
    pictures: PathBuf,
    settings: PathBuf,
    _driver: Driver,
    _display: MutexGuard<'static, ()>,
}

impl Window {
    /// Opens the window of `program`, its settings in the desk's folder.
    pub async fn open(desk: &Desk, program: &Path) -> Self {
        Self::open_with(desk, program, &[]).await
    }

    /// Opens it with arguments, such as a vault.
    pub async fn open_with(desk: &Desk, program: &Path, arguments: &[&str]) -> Self {
        Self::open_in(desk, program, arguments, &[]).await
    }

    /// Opens it with arguments, in a changed environment.
    pub async fn open_in(
        desk: &Desk,
        program: &Path,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> Self {
        let display = DISPLAY.lock().await;
        let mut wanted = Capabilities::new();
        wanted.insert("webkitgtk:browserOptions".into(), json!({ "binary": program, "args": arguments }));
        let mut attempts = 0;
        let (client, driver) = loop {
            let driver = Driver::start(desk, environment);
            let opened = ClientBuilder::new(HttpConnector::new())
                .capabilities(wanted.clone())
                .connect(&format!("http://127.0.0.1:{}", driver.port))
                .await;
            attempts += 1;
            match opened {
                Ok(client) => break (client, driver),
                // The driver, not the window: it now and then drops its first connection. Another one is started.
                Err(NewSessionError::FailedC(_) | NewSessionError::Lost(_)) if attempts < 3 => {}
                Err(error) => panic!("the window does not open: {error}"),
            }
        };
        let pictures = crate::root().join("tests/out");
        std::fs::create_dir_all(&pictures).expect("a folder for pictures");
        let settings = desk.file("settings");
        std::fs::create_dir_all(&settings).expect("a folder for settings");
        Self { client, pictures, settings, _driver: driver, _display: display }
    }

    /// What has this test name, once it shows.
    pub async fn find(&self, name: &str) -> Element {
        let selector = format!("[data-testid='{name}']");
        let found = answered(
            name,
            self.client.wait().at_most(PATIENCE).every(GLANCE).for_element(Locator::Css(&selector)),
        )
        .await;
        match found {
            Ok(element) => element,
            Err(error) => self.failed(&format!("“{name}” does not show ({error})")).await,
        }
    }

    /// What has this selector, once it shows.
    pub async fn find_css(&self, selector: &str) -> Element {
        match answered(
            selector,
            self.client.wait().at_most(PATIENCE).every(GLANCE).for_element(Locator::Css(selector)),
        )
        .await
        {
            Ok(element) => element,
            Err(error) => self.failed(&format!("“{selector}” does not show ({error})")).await,
        }
    }

    /// Fails, with the text on the screen and a picture of it. A window that hangs gives neither, and says so.
    async fn failed(&self, why: &str) -> ! {
        let text = tokio::time::timeout(GRACE, self.text()).await;
        let path = self.pictures.join("failed.png");
        if let Ok(Ok(bytes)) = tokio::time::timeout(GRACE, self.client.screenshot()).await {
            // The reason matters more than its picture.
            let _ = std::fs::write(&path, bytes);
        }
        panic!("{why}; see {}\n{}", path.display(), text.as_deref().unwrap_or("The page does not answer."))
    }

    /// All the text on the screen.
    pub async fn text(&self) -> String {
        answered("its text", self.client.execute("return document.body.innerText", vec![]))
            .await
            .ok()
            .and_then(|v| v.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// Waits until the page shows these words.
    pub async fn shows(&self, words: &str) {
        let start = Instant::now();
        loop {
            let text = self.text().await;
            if text.contains(words) {
                return;
            }
            if start.elapsed() > PATIENCE {
                self.failed(&format!("“{words}” does not show")).await
            }
            tokio::task::yield_now().await;
        }
    }

    /// Waits until nothing has this selector any more.
    pub async fn gone(&self, selector: &str) {
        let start = Instant::now();
        let script = format!("return document.querySelector(\"{selector}\") === null");
        while self.script(&script).await != true {
            if start.elapsed() > PATIENCE {
                self.failed(&format!("“{selector}” stays")).await
            }
            tokio::task::yield_now().await;
        }
    }

    /// Waits until the window says that everything typed is in the vault.
    pub async fn saved(&self) {
        let start = Instant::now();
        loop {
            let said = self.script("return document.querySelector('.saved-words')?.textContent ?? ''").await;
            if said.as_str().is_some_and(|words| words.starts_with("Saved")) {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "the window says “{said}” and not that all is saved");
            tokio::task::yield_now().await;
        }
    }

    /// Makes the window so large, and waits until the page has that width.
    pub async fn size(&self, width: u32, height: u32) {
        answered("its size", self.client.set_window_size(width, height)).await.expect("it takes its size");
        let start = Instant::now();
        while self.script("return innerWidth").await != width {
            assert!(start.elapsed() < PATIENCE, "the window does not become {width} wide");
            tokio::task::yield_now().await;
        }
    }

    /// Gives something the focus, as the Tab key would, and types.
    pub async fn keys_on(&self, name: &str, keys: &str) {
        let element = self.find(name).await;
        // A box carries its name on the label around it; the focus goes to what takes keys.
        let script = "const takes = 'input, textarea, select, button, [tabindex]';
            const at = arguments[0].matches(takes) ? arguments[0] : arguments[0].querySelector(takes) ?? arguments[0];
            at.scrollIntoView({ block: 'center' }); at.focus(); return document.activeElement === at";
        let argument = serde_json::to_value(&element).expect("an element");
        let focused =
            answered(name, self.client.execute(script, vec![argument])).await.expect("the script runs");
        if focused != true {
            let path = self.picture("failed").await;
            panic!("“{name}” does not take the focus; see {}\n{}", path.display(), self.text().await);
        }
        self.keys(keys).await;
    }

    /// Presses Enter on a button.
    pub async fn enter_on(&self, name: &str) {
        self.keys_on(name, &String::from(char::from(Key::Return))).await;
    }

    /// The id of the assessment that is first in the list, once that shows.
    pub async fn first_assessment(&self) -> String {
        let first = self.find_css("[data-testid^='assessment-asm']").await;
        let name = answered("its name", first.attr("data-testid")).await.ok().flatten().expect("a name");
        name.trim_start_matches("assessment-").to_owned()
    }

    /// Opens the assessment that is first in the list, and gives its id.
    pub async fn enter_first_assessment(&self) -> String {
        let id = self.first_assessment().await;
        self.enter_on(&format!("assessment-{id}")).await;
        id
    }

    /// Presses Space on a box or switch.
    pub async fn space_on(&self, name: &str) {
        self.keys_on(name, " ").await;
    }

    /// Chooses a file in the dialog of a field and waits until the field shows its name.
    pub async fn choose_in(&self, field: &str, path: &Path) {
        self.choose(field, path).await;
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        let start = Instant::now();
        loop {
            let shown = self.find(&format!("{field}-name")).await;
            let text = answered(field, shown.text()).await.unwrap_or_default();
            if text.contains(name) {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "“{field}” shows “{text}” and not “{name}”");
            tokio::task::yield_now().await;
        }
    }

    /// Presses Enter on a button that opens a file dialog, and chooses `path` there. The dialog itself is the
    /// platform's; builds for tests take its answer from a file.
    pub async fn choose(&self, name: &str, path: &Path) {
        std::fs::write(self.settings.join("dialog-answer"), path.to_str().expect("a path")).expect("written");
        self.enter_on(name).await;
    }

    /// Replaces what a field holds.
    pub async fn fill(&self, name: &str, text: &str) {
        self.keys_on(name, "").await;
        self.with(Key::Control, 'a').await;
        self.keys(text).await;
    }

    /// Types wherever the focus is, key by key, as a keyboard does.
    pub async fn keys(&self, keys: &str) {
        let mut actions = KeyActions::new("keyboard".into());
        for value in keys.chars() {
            actions = actions.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        answered("keys", self.client.perform_actions(actions)).await.expect("keys arrive");
    }

    /// Presses a key while another is held.
    pub async fn with(&self, held: Key, value: char) {
        let held = char::from(held);
        let actions = KeyActions::new("keyboard".into())
            .then(KeyAction::Down { value: held })
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value })
            .then(KeyAction::Up { value: held });
        answered("keys", self.client.perform_actions(actions)).await.expect("keys arrive");
    }

    /// Runs a script in the page and gives what it returns.
    pub async fn script(&self, script: &str) -> Value {
        answered("a script", self.client.execute(script, vec![])).await.expect("the script runs")
    }

    /// Goes to another address of the program's page, and waits until there is a page.
    pub async fn goes_to(&self, address: &str) {
        answered(address, self.client.goto(address)).await.expect("it goes there");
        self.find_css("main h1").await;
    }

    /// Runs a script that calls its last argument when it is done.
    pub async fn script_later(&self, script: &str) -> Value {
        answered("a script", self.client.execute_async(script, vec![])).await.expect("the script runs")
    }

    /// Closes the window as a window manager does, and waits until the program has ended.
    pub async fn close_by_hand(self) {
        let closer = crate::root().join("tests/support/close_window.py");
        let program = self.program().expect("the program that the driver started");
        let told = Command::new("python3").arg(closer).arg("Assay").status().expect("python3 runs");
        assert!(told.success(), "the window could not be told to close");
        let start = Instant::now();
        // The page is left alone meanwhile: asking it something would take the time it needs for closing.
        let mut glances = tokio::time::interval(GLANCE);
        while runs(program) {
            assert!(start.elapsed() < PATIENCE, "the window does not close");
            glances.tick().await;
        }
    }

    /// The number of the program's process.
    fn program(&self) -> Option<u32> {
        let driver = self._driver.child.id();
        let mut threads = std::fs::read_dir(format!("/proc/{driver}/task")).ok()?.flatten();
        threads.find_map(|thread| {
            let children = std::fs::read_to_string(thread.path().join("children")).ok()?;
            children.split_whitespace().next()?.parse().ok()
        })
    }

    /// Writes a picture of the window, once what moves there has come to rest.
    pub async fn picture(&self, name: &str) -> PathBuf {
        self.script_later(
            "const done = arguments[arguments.length - 1];
             const moving = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
             Promise.allSettled(moving.map((one) => one.finished)).then(() => done(moving.length));",
        )
        .await;
        let path = self.pictures.join(format!("{name}.png"));
        if let Ok(bytes) = answered("a picture", self.client.screenshot()).await {
            std::fs::write(&path, bytes).expect("the picture is written");
        }
        path
    }

    /// Memory of the program and all that it started, shared pages by their part, in MiB; `None` where the system does not
    /// tell.
    fn memory(&self) -> Option<f64> {
        let parts = |path: &str| std::fs::read_to_string(path).ok();
        let mut of = vec![self._driver.child.id()];
        let mut kilobytes = 0.0;
        let mut is_driver = true;
        while let Some(process) = of.pop() {
            for thread in std::fs::read_dir(format!("/proc/{process}/task")).ok()?.flatten() {
                let children = parts(thread.path().join("children").to_str()?).unwrap_or_default();
                of.extend(children.split_whitespace().filter_map(|id| id.parse::<u32>().ok()));
            }
            let told = parts(&format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
            let line = told.lines().find_map(|line| line.strip_prefix("Pss:"));
            let size = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
            if !std::mem::take(&mut is_driver) {
                kilobytes += size.unwrap_or_default();
            }
        }
        (kilobytes > 0.0).then_some(kilobytes / 1024.0)
    }

    /// Closes the window.
    pub async fn close(self) {
        self.client.close().await.expect("the window closes");
    }
}

/// What answering by keys costs in the window.
pub struct Answering {
    /// From a key until its answer is durable and painted, one for each.
    pub times: Vec<Duration>,
    /// Calls to the core of each key, and the bytes of their answers.
    pub calls: Vec<(u64, u64)>,
    /// Memory of all its processes in the middle of it, shared pages by their part, in MiB.
    pub answered: Option<f64>,
    /// The same once the whole report was shown.
    pub reported: Option<f64>,
}

/// Answers `times` questions of the first assessment by one key each, and shows its report after `before` of them.
pub async fn answering(
    desk: &Desk,
    program: &Path,
    (vault, passphrase): (&Path, &str),
    (times, before): (usize, usize),
) -> Answering {
    let window = Window::open_with(desk, program, &[vault.to_str().expect("a path")]).await;
    window.keys_on("open-passphrase", passphrase).await;
    window.enter_on("open-vault").await;
    let assessment = window.enter_first_assessment().await;
    window.find("question-pane").await;
    window.script(WATCH).await;
    let mut found = Answering { times: Vec::new(), calls: Vec::new(), answered: None, reported: None };
    for number in 0..times {
        if number == before {
            found.answered = window.memory();
            window.script(&format!("location.hash = '#/report?assessment={assessment}'")).await;
            window.find_css(".paper").await;
            window.picture("bench-report").await;
            found.reported = window.memory();
            window.script(&format!("location.hash = '#/questionnaire?assessment={assessment}'")).await;
            window.find("question-pane").await;
        }
        // The question itself is not part of it: it is there before the key is pressed.
        window.script("document.activeElement?.blur()").await;
        window.script_later(SETTLED).await;
        let key = if number % 2 == 0 { 'n' } else { 'y' };
        window.keys(&key.to_string()).await;
        let told = window.script_later(QUIET).await;
        let figure = |name: &str| told[name].as_f64().unwrap_or_default();
        found.times.push(Duration::from_secs_f64(figure("took") / 1000.0));
        found.calls.push((figure("calls") as u64, figure("bytes") as u64));
        if number % 2 == 1 {
            window.keys("j").await;
        }
    }
    found.times.sort();
    window.close().await;
    found
}

/// Counts what crosses to the core from a key on, except the look for what others save.
const WATCH: &str = "
    const asked = window.fetch;
    window.bench = { open: 0, calls: 0, bytes: 0, from: 0, until: 0, painted: 0 };
    // The frame that begins now is drawn once the next task runs.
    const drawn = new MessageChannel();
    drawn.port1.onmessage = () => (window.bench.painted = performance.now());
    const afterFrame = () => drawn.port2.postMessage(null);
    window.addEventListener('keydown', () => Object.assign(window.bench, { calls: 0, bytes: 0, from: performance.now() }), true);
    window.fetch = async (...given) => {
        const body = given[1]?.body;
        const said = typeof body === 'string' ? body : body ? new TextDecoder().decode(body) : '';
        const counts = !said.includes('\"newest\"');
        if (counts) window.bench.open += 1;
        const answer = await asked(...given);
        if (counts) {
            const text = await answer.clone().text();
            window.bench.calls += 1;
            window.bench.bytes += text.length;
            window.bench.open -= 1;
            window.bench.until = performance.now();
            requestAnimationFrame(afterFrame);
        }
        return answer;
    };";

/// Waits until nothing is on its way to the core.
const SETTLED: &str = "
    const done = arguments[arguments.length - 1];
    const look = () => (window.bench.open > 0 ? requestAnimationFrame(look) : requestAnimationFrame(() => done(null)));
    look();";

/// Waits until the last call of a key is answered and what came of it painted; tells what it took.
const QUIET: &str = "
    const done = arguments[arguments.length - 1];
    const look = () => {
        const { open, from, until, painted, calls, bytes } = window.bench;
        if (open > 0 || until < from || painted < until) return void requestAnimationFrame(look);
        done({ took: painted - from, calls, bytes });
    };
    look();";

/// How long from starting the program on a vault until it asks for the passphrase, and from Enter on the passphrase
/// until the first question of the first assessment shows. Typing the passphrase is the person's time, not the program's.
pub async fn time_to_first_question(
    desk: &Desk,
    program: &Path,
    (vault, passphrase): (&Path, &str),
) -> (Duration, Duration) {
    let start = Instant::now();
    let window = Window::open_with(desk, program, &[vault.to_str().expect("a path")]).await;
    window.find("open-passphrase").await;
    let asked = start.elapsed();
    window.keys_on("open-passphrase", passphrase).await;
    let start = Instant::now();
    window.enter_on("open-vault").await;
    window.enter_first_assessment().await;
    window.find("question-pane").await;
    let shown = start.elapsed();
    window.close().await;
    (asked, shown)
}
