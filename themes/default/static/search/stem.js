// English words to their stems, as the index has them (the Snowball algorithm "English"), so that a page marks the words
// of a query and no others.
(function (incidex) {
  "use strict";

  const VOWEL = "[aeiouy]";
  const CONSONANT = "[^aeiouy]";
  const EXCEPTIONS = new Map(Object.entries({
    skis: "ski", skies: "sky", dying: "die", lying: "lie", tying: "tie", idly: "idl", gently: "gentl", ugly: "ugli",
    early: "earli", only: "onli", singly: "singl", sky: "sky", news: "news", howe: "howe", atlas: "atlas",
    cosmos: "cosmos", bias: "bias", andes: "andes",
  }));
  const SETTLED = new Set(["inning", "outing", "canning", "herring", "earring", "evening", "proceed", "exceed", "succeed"]);
  const STEP_2 = [
    ["ational", "ate"], ["ization", "ize"], ["fulness", "ful"], ["ousness", "ous"], ["iveness", "ive"],
    ["tional", "tion"], ["biliti", "ble"], ["lessli", "less"], ["entli", "ent"], ["ation", "ate"], ["alism", "al"],
    ["aliti", "al"], ["ousli", "ous"], ["iviti", "ive"], ["fulli", "ful"], ["enci", "ence"], ["anci", "ance"],
    ["abli", "able"], ["izer", "ize"], ["ator", "ate"], ["alli", "al"], ["bli", "ble"], ["ogi", "og"], ["li", ""],
  ];
  const STEP_3 = [
    ["ational", "ate"], ["tional", "tion"], ["alize", "al"], ["icate", "ic"], ["iciti", "ic"], ["ative", ""],
    ["ical", "ic"], ["ness", ""], ["ful", ""],
  ];
  const STEP_4 = ["ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize",
    "ion", "al", "er", "ic"];

  const after = (word, from) => {
    const found = word.slice(from).search(new RegExp(VOWEL + CONSONANT));
    return found < 0 ? word.length : from + found + 2;
  };
  const isShortSyllable = (word) => new RegExp(`(?:${CONSONANT}${VOWEL}[^aeiouywxY]|^${VOWEL}${CONSONANT})$`).test(word);
  const hasVowel = (word) => new RegExp(VOWEL).test(word);

  function stem(word) {
    if (word.length < 3 || !/^[a-z']+$/.test(word)) return word;
    if (EXCEPTIONS.has(word)) return EXCEPTIONS.get(word);
    // A y that is a consonant is written Y.
    word = word.replace(/^y/, "Y").replace(/([aeiouy])y/g, "$1Y");
    const start = /^(?:gener|commun|arsen|past|univers|later|emerg|organ|inter)/.exec(word);
    const one = start ? start[0].length : after(word, 0);
    const two = after(word, one);
    const inOne = (ending) => word.length - ending.length >= one;
    const inTwo = (ending) => word.length - ending.length >= two;
    const cut = (ending, by) => { word = word.slice(0, word.length - ending.length) + by; };

    // Plurals.
    if (word.endsWith("sses")) cut("sses", "ss");
    else if (/ie[sd]$/.test(word)) cut("ies", word.length > 4 ? "i" : "ie");
    else if (word.endsWith("s") && !/(?:us|ss)$/.test(word) && hasVowel(word.slice(0, -2))) cut("s", "");
    if (SETTLED.has(word)) return word;

    // Past and participles.
    const eed = /eed(?:ly)?$/.exec(word);
    const ed = /(?:ed|ing)(?:ly)?$/.exec(word);
    if (eed) {
      if (inOne(eed[0])) cut(eed[0], "ee");
    } else if (ed && hasVowel(word.slice(0, ed.index))) {
      cut(ed[0], "");
      if (/(?:at|bl|iz)$/.test(word)) word += "e";
      else if (/^[aeo](?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(word)) { /* add, egg, off */ }
      else if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(word)) word = word.slice(0, -1);
      else if (word.length <= one && isShortSyllable(word)) word += "e";
    }
    if (/.[^aeiouy][yY]$/.test(word)) word = word.slice(0, -1) + "i";

    const second = STEP_2.find(([ending]) => word.endsWith(ending));
    if (second && inOne(second[0])) {
      const before = word.slice(0, word.length - second[0].length);
      const allowed = second[0] === "ogi" ? before.endsWith("l") : second[0] !== "li" || /[cdeghkmnrt]$/.test(before);
      if (allowed) cut(...second);
    }
    const third = STEP_3.find(([ending]) => word.endsWith(ending));
    if (third && inOne(third[0]) && (third[0] !== "ative" || inTwo("ative"))) cut(...third);
    const fourth = STEP_4.find((ending) => word.endsWith(ending));
    if (fourth && inTwo(fourth) && (fourth !== "ion" || /[st]ion$/.test(word))) cut(fourth, "");

    if (word.endsWith("e") && (inTwo("e") || (inOne("e") && !isShortSyllable(word.slice(0, -1))))) cut("e", "");
    else if (word.endsWith("ll") && inTwo("l")) cut("l", "");
    return word.toLowerCase();
  }

  incidex.stem = stem;
})(self.incidex);
