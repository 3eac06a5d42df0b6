// Forced colours, as a system with a high contrast theme lays them over the page. The engine under test does not know them,
// so the page gets here what CSS Color Adjustment says of them: the rules for forced colours hold, every colour that is not a
// system's goes back to what the element has by itself, shadows and gradients go, and `forced-color-adjust: none` is left alone.
window.forced = (() => {
  // A dark theme with coloured buttons. Each is a step off black and white, so that none is a colour of the page.
  const PALETTE = {
    Canvas: "rgb(1, 1, 1)",
    CanvasText: "rgb(254, 254, 254)",
    LinkText: "rgb(129, 128, 254)",
    GrayText: "rgb(166, 167, 166)",
    Highlight: "rgb(214, 180, 252)",
    HighlightText: "rgb(43, 43, 42)",
    ButtonFace: "rgb(2, 2, 2)",
    ButtonText: "rgb(255, 238, 51)",
    ButtonBorder: "rgb(255, 238, 52)",
    Field: "rgb(3, 3, 3)",
    FieldText: "rgb(253, 253, 253)",
  };
  const OF_SYSTEM = new Set(Object.values(PALETTE));
  const SIDES = ["top", "right", "bottom", "left"];
  const STATES =
    "[aria-selected=true], [aria-checked=true], [aria-pressed=true], [aria-current]:not([aria-current=false]), " +
    "[data-selected], [data-indeterminate]";
  const MARKS = ["aria-selected", "aria-checked", "aria-pressed", "aria-current", "data-selected", "data-indeterminate"];
  const { named, isShown, isDrawnByAnother, CONTROLS } = window.judge;

  const [lay, over] = [document.createElement("style"), document.createElement("style")];
  let own = [];

  /** Puts the page under the rules for forced colours. `css` is the text of its style sheet, which the engine reads in part. */
  const on = (css) => {
    const names = Object.keys(PALETTE).join("|");
    lay.textContent = css
      .replace(/@media\s*\(forced-colors:\s*active\)/g, "@media all")
      .replace(/forced-color-adjust:\s*/g, "--adjust:")
      .replace(new RegExp(`(?<=[:\\s,(])(${names})(?=[;}\\s,)!])`, "gi"), (name) => {
        const found = Object.keys(PALETTE).find((one) => one.toLowerCase() === name.toLowerCase());
        return PALETTE[found];
      });
    own = [...document.querySelectorAll("link[rel=stylesheet]")];
    for (const link of own) link.disabled = true;
    document.head.append(lay, over);
    return lay.sheet.cssRules.length;
  };

  const off = () => {
    forget();
    lay.remove();
    over.remove();
    for (const link of own) link.disabled = false;
  };

  const forget = () => {
    over.textContent = "";
    for (const one of document.querySelectorAll("[data-forced]")) one.removeAttribute("data-forced");
  };

  const alphaOf = (colour) => {
    const parts = colour.match(/[\d.]+%?/g) ?? [];
    return /^rgba\(|\//.test(colour) ? Number.parseFloat(parts.at(-1)) : 1;
  };
  const withAlpha = (colour, alpha) =>
    alpha === 1 ? colour : colour.replace(/^rgb\((.*)\)$/, `rgba($1, ${alpha})`);

  /** What an element has by itself: text and ground. */
  const byItself = (element, parent) => {
    const isOff = element.matches(":disabled, [aria-disabled=true], [data-disabled]");
    if (element.matches("button")) return [isOff ? "GrayText" : "ButtonText", "ButtonFace", "ButtonBorder"];
    if (element.matches("input, textarea, select"))
      return [isOff ? "GrayText" : "FieldText", "Field", "ButtonBorder"];
    if (element.matches("a[href]")) return ["LinkText", "Canvas", undefined];
    return [parent === undefined ? "CanvasText" : undefined, "Canvas", undefined];
  };

  /** The colours that an element, or a part made by its style, is painted in. `parent` is the colour of the text around. */
  const painted = (element, pseudo, parent) => {
    const style = getComputedStyle(element, pseudo);
    const kept = (colour) => OF_SYSTEM.has(colour.replace(/^rgba\((.*), [\d.]+\)$/, "rgb($1)"));
    const isLeft = style.getPropertyValue("--adjust").trim() === "none";
    const isDrawing = element instanceof SVGElement;
    const around = element.parentElement && getComputedStyle(element.parentElement).color;
    const found = { color: style.color, "background-color": style.backgroundColor };
    for (const side of SIDES) found[`border-${side}-color`] = style[`border-${side}-color`];
    found["outline-color"] = style.outlineColor;
    if (isLeft) return found;
    if (isDrawing) {
      if (style.color === around && parent !== undefined) found.color = parent;
      return found;
    }
    const [text, ground, edge] = pseudo === undefined ? byItself(element, parent) : [undefined, "Canvas", undefined];
    if (!kept(style.color)) found.color = text === undefined ? (parent ?? PALETTE.CanvasText) : PALETTE[text];
    const alpha = alphaOf(style.backgroundColor);
    if (alpha > 0 && !kept(style.backgroundColor)) found["background-color"] = withAlpha(PALETTE[ground], alpha);
    const line = edge === undefined ? found.color : PALETTE[edge];
    for (const side of SIDES)
      if (!kept(style[`border-${side}-color`])) found[`border-${side}-color`] = line;
    if (!kept(style.outlineColor)) found["outline-color"] = found.color;
    found["box-shadow"] = "none";
    found["text-shadow"] = "none";
    if (style.backgroundImage.includes("gradient(")) found["background-image"] = "none";
    return found;
  };

  const isMade = (element, pseudo) => !["none", "normal"].includes(getComputedStyle(element, pseudo).content);

  /** The element and all in it, each with what it is painted in. */
  const walk = (element, parent, tell) => {
    const colours = painted(element, undefined, parent);
    const parts = ["::before", "::after"].flatMap((pseudo) =>
      isMade(element, pseudo) ? [[pseudo, painted(element, pseudo, colours.color)]] : [],
    );
    tell(element, colours, parts);
    for (const child of element.children) walk(child, colours.color, tell);
  };

  /** Paints all that is on the page now. */
  const paint = () => {
    forget();
    const groups = new Map();
    const marks = [];
    walk(document.documentElement, undefined, (element, colours, parts) => {
      const told = JSON.stringify([colours, parts]);
      if (!groups.has(told)) groups.set(told, [groups.size, colours, parts]);
      marks.push([element, groups.get(told)[0]]);
    });
    for (const [element, group] of marks) element.setAttribute("data-forced", group);
    const block = (colours) =>
      Object.entries(colours)
        .map(([name, value]) => `${name}: ${value} !important`)
        .join(";");
    over.textContent = [...groups.values()]
      .flatMap(([group, colours, parts]) =>
        [["", colours], ...parts].map(([part, of]) => `[data-forced="${group}"]${part} { ${block(of)} }`),
      )
      .join("\n");
  };

  const hasLine = (style) =>
    SIDES.some(
      (side) =>
        Number.parseFloat(style[`border-${side}-width`]) > 0 &&
        style[`border-${side}-style`] !== "none" &&
        alphaOf(style[`border-${side}-color`]) > 0,
    ) ||
    (style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) > 0);

  /** Controls that nothing but a ground or a shadow told from the page. Asked once it is painted. */
  const edgeless = () => {
    const found = [];
    for (const control of document.querySelectorAll(CONTROLS)) {
      if (!isShown(control) || isDrawnByAnother(control)) continue;
      const style = getComputedStyle(control);
      if (hasLine(style) || style.textDecorationLine.includes("underline")) continue;
      const parts = [...control.querySelectorAll("*")].some((one) => hasLine(getComputedStyle(one)));
      const made = ["::before", "::after"].some(
        (pseudo) => isMade(control, pseudo) && hasLine(getComputedStyle(control, pseudo)),
      );
      // A field and the buttons in it have one line around them.
      const group = control.parentElement?.closest(".input, .segments, .field-group, [role=group], [role=radiogroup]");
      if (!parts && !made && !(group && hasLine(getComputedStyle(group)))) found.push(named(control));
    }
    return found;
  };

  /** What is seen of an element and all in it. */
  const looks = (element) => {
    const seen = [];
    const parent = element.parentElement === null ? undefined : getComputedStyle(element.parentElement).color;
    walk(element, parent, (one, colours, parts) => {
      const { display, visibility, opacity, transform, fontWeight, textDecorationLine, fill, stroke } =
        getComputedStyle(one);
      const { borderWidth, borderStyle, outlineStyle, outlineWidth } = getComputedStyle(one);
      seen.push(display, visibility, opacity, transform, fontWeight, textDecorationLine, fill, stroke);
      seen.push(borderWidth, borderStyle, outlineStyle, outlineWidth, colours, parts);
      for (const [pseudo] of parts) {
        const { transform, width, height, content } = getComputedStyle(one, pseudo);
        seen.push(transform, width, height, content);
      }
    });
    return JSON.stringify(seen);
  };

  /** Chosen and current things that look like those that are not. Asked before it is painted. */
  const states = () => {
    const found = [];
    const shapeOf = (element) => [...element.querySelectorAll("*")].map((one) => one.tagName).join(" ");
    for (const one of document.querySelectorAll(STATES)) {
      if (!isShown(one) || isDrawnByAnother(one) || one.matches("[aria-current]:is(h1, h2, main)")) continue;
      const kept = MARKS.map((name) => [name, one.getAttribute(name)]);
      const before = looks(one);
      for (const name of MARKS) one.removeAttribute(name);
      const after = looks(one);
      for (const [name, value] of kept) if (value !== null) one.setAttribute(name, value);
      if (before !== after) continue;
      const others = [...(one.parentElement?.children ?? [])].filter(
        (other) => other !== one && other.className === one.className && !other.matches(STATES),
      );
      if (others.length > 0 && others.every((other) => shapeOf(other) !== shapeOf(one))) continue;
      found.push(named(one));
    }
    return found;
  };

  return { on, off, forget, paint, edgeless, states };
})();
