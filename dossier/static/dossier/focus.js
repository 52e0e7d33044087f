// Where the keyboard starts on a form of the desk: at what is wrong, or in the first field of a new record.
// Django's own script starts at the first button, which with a row of buttons at the top is “Save”.
"use strict";
{
  const note = document.querySelector(".errornote");
  const fields = "fieldset :is(input, select, textarea):not([type=hidden], [disabled])";
  const start = note || (document.currentScript.dataset.add !== undefined
    && [...document.querySelectorAll(fields)].find((field) => field.offsetParent !== null));
  if (note) {
    note.tabIndex = -1;
  }
  if (start) {
    start.focus();
  }
}
