// What the values of fields are called, as on every other page of the site.
(function (incidex) {
  "use strict";

  const FIELDS = { service: "Service", severity: "Severity", cause: "Cause", component: "Component",
    detected: "Noticed by", status: "State", year: "Year", date: "Date", after: "From", before: "Before",
    duration: "Length", tag: "Tag", fix: "Ended by", has: "Has", kind: "Kind" };

  // What is not there yet, or cannot be had, is called by its id.
  const known = (field) => (self.incidexNames && self.incidexNames[field]) || {};

  incidex.names = {
    load: () => incidex.load("search/names.js", incidex.told.names).catch(() => {}),
    field: (field) => FIELDS[field] || field,
    value: (field, id) => known(field)[id] || id,
    // The sign that goes with a severity.
    sign: (level) => known("sign")[level] || "",
    cause(id, component) {
      const name = incidex.names.value("cause", id);
      if (!component) return name;
      const first = name.slice(0, 2) === name.slice(0, 2).toUpperCase() ? name[0] : name[0].toLowerCase();
      return incidex.names.value("component", component) + ": " + first + name.slice(1);
    },
  };
})(self.incidex);
