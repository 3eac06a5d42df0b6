// What the tests of the real window ask of its page. Each question gives a list of sentences, empty when nothing is wrong.
window.judge = (() => {
  const CONTROLS =
    "button, input, select, textarea, a[href], summary, [role=button], [role=checkbox], [role=combobox], [role=gridcell][tabindex], " +
    "[role=link], [role=menuitem], [role=menuitemradio], [role=option], [role=radio], [role=searchbox], [role=spinbutton], " +
    "[role=switch], [role=tab], [role=textbox]";

  const named = (element) => {
    const { tagName, dataset, className } = element;
    const name = dataset.testid ?? (typeof className === "string" ? className : (className.baseVal ?? ""));
    const words = (element.getAttribute("aria-label") ?? element.textContent ?? "").trim().replace(/\s+/g, " ");
    return `${tagName.toLowerCase()} ${name} “${words.slice(0, 40)}”`;
  };

  const isShown = (element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }) &&
    element.closest("[inert], [aria-hidden='true'], .sr-only, [data-react-aria-prevent-focus]") === null;

  /** The ancestors of an element, itself first, as far as they lie on it: what is fixed leaves what it is written in. */
  const around = function* (element) {
    for (let at = element; at !== null; at = at.parentElement) {
      yield at;
      if (getComputedStyle(at).position === "fixed") return;
    }
  };

  /** The part of a box that shows, or nothing. */
  const shownPart = (element) => {
    const box = element.getBoundingClientRect();
    const part = { left: box.left, top: box.top, right: box.right, bottom: box.bottom };
    for (const at of around(element.parentElement)) {
      const { overflowX, overflowY } = getComputedStyle(at);
      const { left, top, right, bottom } = at.getBoundingClientRect();
      if (overflowX !== "visible")
        Object.assign(part, { left: Math.max(part.left, left), right: Math.min(part.right, right) });
      if (overflowY !== "visible")
        Object.assign(part, { top: Math.max(part.top, top), bottom: Math.min(part.bottom, bottom) });
    }
    return part.right - part.left > 1 && part.bottom - part.top > 1 ? part : undefined;
  };

  /** Hidden by its own style, as an input beneath a drawn one is. */
  const isDrawnByAnother = (element) => {
    for (const at of around(element)) {
      const { clipPath, clip, opacity } = getComputedStyle(at);
      if (clipPath !== "none" || clip !== "auto" || opacity === "0") return true;
    }
    return false;
  };

  /** Rules of axe. AAA asks for a contrast of 7 to 1, which is no goal of the design; every other rule is judged. */
  const rules = async (from, to) => {
    // The paper of a report is many sheets of few kinds, and the judge reads all that there is, wherever it is told to look.
    // Those that are not meant are out for the while; beneath a dialog, where everything is inert, all are. What lies around
    // the paper is judged with its first sheets.
    const dialog = [...document.querySelectorAll("[role=dialog], [role=alertdialog]")].at(-1);
    const sheets = [...document.querySelectorAll(".sheet")];
    const back = sheets.filter((_, index) => dialog || index < from || index >= to).map((sheet) => {
      const place = document.createComment("sheet");
      sheet.replaceWith(place);
      return () => place.replaceWith(sheet);
    });
    const all = axe.getRules().map(({ ruleId }) => ruleId);
    // A part of the paper may begin within a section.
    const apart = from > 0 ? [...APART, "heading-order"] : APART;
    const rules = Object.fromEntries(all.map((id) => [id, { enabled: !apart.includes(id) }]));
    const { violations, incomplete } = await axe.run(dialog ?? (from > 0 ? document.querySelector(".paper") : document), {
      runOnly: { type: "rule", values: all.filter((id) => !apart.includes(id)) },
      rules,
      resultTypes: ["violations", "incomplete"],
    });
    for (const put of back) put();
    const told = (one) =>
      one.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary, any }) => {
          const why = any[0]?.message ?? failureSummary ?? "";
          return `${id} ${target.join(" ")}: ${why.replace(/\s+/g, " ").slice(0, 160)}`;
        }),
      );
    return { broken: [...told(violations), ...(from > 0 ? [] : jumps())], unsure: told(incomplete) };
  };
  /** Headings of the whole paper that leave a level out. */
  const jumps = () => {
    const headings = [...document.querySelectorAll(".sheet :is(h2, h3, h4)")];
    const levels = headings.map(({ tagName }) => Number(tagName.slice(1)));
    return headings
      .filter((_, at) => levels[at] > (levels[at - 1] ?? 1) + 1)
      .map(({ textContent }) => `heading-order of the paper: ${textContent}`);
  };
  // That there is something hidden is no rule but a hint to those who judge by hand.
  const APART = ["color-contrast-enhanced", "hidden-content"];

  /** The way past the bars lies above the window until it has the focus. */
  const isAway = (element) => element.matches(".skip:not(:focus)");

  const texts = function* () {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
      const at = node.parentElement;
      if (node.data.trim() === "" || !isShown(at) || isAway(at) || at.closest("script, style, option, svg") !== null) continue;
      yield [node, at];
    }
  };

  /** Text cut off, or beyond the window where nothing scrolls to it. */
  const cut = () => {
    const found = [];
    for (const [node, at] of texts()) {
      if (isDrawnByAnother(at)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const rects = [...range.getClientRects()].filter(({ width, height }) => width > 0.5 && height > 0.5);
      if (rects.length === 0) continue;
      const left = Math.min(...rects.map((rect) => rect.left));
      const right = Math.max(...rects.map((rect) => rect.right));
      const top = Math.min(...rects.map((rect) => rect.top + rect.height / 4));
      const bottom = Math.max(...rects.map((rect) => rect.bottom - rect.height / 4));
      let [scrollsX, scrollsY] = [false, false];
      for (const one of around(at)) {
        const { overflowX, overflowY, textOverflow } = getComputedStyle(one);
        const box = one.getBoundingClientRect();
        const hides = (overflow) => overflow === "hidden" || overflow === "clip";
        if (!scrollsX && hides(overflowX) && (left < box.left - 1 || right > box.right + 1)) {
          // Shortened with an ellipsis, the whole is to be had by pointer and by name.
          const whole = one.closest("[title]")?.getAttribute("title") ?? "";
          if (textOverflow !== "ellipsis" || !whole.includes(node.data.trim()))
            found.push(`cut off in its width: ${named(at)} in ${named(one)}`);
          break;
        }
        if (!scrollsY && hides(overflowY) && (top < box.top - 1 || bottom > box.bottom + 1)) {
          found.push(`cut off in its height: ${named(at)} in ${named(one)}`);
          break;
        }
        scrollsX ||= overflowX === "auto" || overflowX === "scroll";
        scrollsY ||= overflowY === "auto" || overflowY === "scroll";
      }
      if (!scrollsX && (left < -1 || right > innerWidth + 1)) found.push(`beyond the window: ${named(at)}`);
      if (!scrollsY && (top < -1 || bottom > innerHeight + 1)) found.push(`below the window: ${named(at)}`);
    }
    for (const field of document.querySelectorAll("textarea")) {
      const { overflowY } = getComputedStyle(field);
      if (isShown(field) && overflowY === "hidden" && field.scrollHeight > field.clientHeight + 1)
        found.push(`cut off in its height: ${named(field)}`);
    }
    const wide = [document.scrollingElement, document.body, document.querySelector("main")];
    for (const one of wide)
      if (one.scrollWidth > one.clientWidth) found.push(`${one.scrollWidth} wide in ${one.clientWidth}: ${named(one)}`);
    return found;
  };

  /** Controls that lie on one another or beyond the window. */
  const overlaps = () => {
    const all = [...document.querySelectorAll(CONTROLS)].filter((one) => isShown(one) && !isDrawnByAnother(one));
    const boxes = all.flatMap((one) => {
      const part = shownPart(one);
      return part === undefined ? [] : [{ one, ...part }];
    });
    const found = boxes
      .filter(({ left, right }) => left < -1 || right > innerWidth + 1)
      .map(({ one }) => `beyond the window: ${named(one)}`);
    boxes.sort((a, b) => a.left - b.left);
    boxes.forEach((a, index) => {
      for (const b of boxes.slice(index + 1)) {
        if (b.left > a.right - 2) break;
        if (Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) < 2) continue;
        if (a.one.contains(b.one) || b.one.contains(a.one)) continue;
        // What lies in another layer covers on purpose, as a head that stays while its list moves.
        const middle = [
          (Math.max(a.left, b.left) + Math.min(a.right, b.right)) / 2,
          (Math.max(a.top, b.top) + Math.min(a.bottom, b.bottom)) / 2,
        ];
        const sticks = [a.one, b.one].some((one) =>
          [...around(one)].some((at) => getComputedStyle(at).position === "sticky" && at.tagName !== "MAIN"),
        );
        if (!sticks) found.push(`one on another at ${middle.map(Math.round)}: ${named(a.one)}, ${named(b.one)}`);
      }
    });
    return found;
  };

  return { rules, geometry: () => [...cut(), ...overlaps()], named, isShown, isDrawnByAnother, around, CONTROLS };
})();
