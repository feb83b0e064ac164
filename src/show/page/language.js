// The page's words, in the browser's language. Before this script there are English ones.

const language = /^zh\b/i.test(navigator.language) ? 1 : 0; // as in the table of words

/**
 * The words with this key; `values` stand for {0}, {1}, … Of two forms, as `{0} row|{0} rows`, it is
 * the first one where {0} is 1.
 */
function say(key, ...values) {
  const forms = words[key][language].split("|");
  const form = forms.length > 1 && String(values[0]) !== "1" ? forms[1] : forms[0];
  return form.replace(/\{(\d)\}/g, (_, number) => values[number]);
}

/** The same for a word that the data has; one that is not in the table stays as it is. */
function sayKnown(group, word) {
  const key = `${group}.${word.replace(/[ _]/g, "-")}`;
  return Object.hasOwn(words, key) ? say(key) : word;
}

/** Replaces the English words that the page was written with. */
function translatePage() {
  if (language === 0) return;
  document.documentElement.lang = "zh-CN";
  for (const each of document.querySelectorAll("[data-say]")) {
    const values = [];
    while (each.dataset[values.length] !== undefined) values.push(each.dataset[values.length]);
    each.textContent = say(each.dataset.say, ...values);
  }
  for (const each of document.querySelectorAll("[data-reason]")) each.textContent = sayReason(each.textContent);
  for (const name of ["aria-label", "placeholder"]) {
    for (const each of document.querySelectorAll(`[data-say-${name}]`)) {
      each.setAttribute(name, say(each.getAttribute(`data-say-${name}`)));
    }
  }
}
