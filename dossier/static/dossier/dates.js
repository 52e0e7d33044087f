// What is typed for a date is shown as the server understands it, and becomes EDTF when the field is left. Without this
// script the form comes back once, to say the same.
'use strict';
{
    const PAUSE = 300;
    const latest = new WeakMap();
    const waiting = new WeakMap();
    let numbered = 0;

    // Another field of the same record, by its name.
    const beside = (input, name) => name && input.form?.elements[input.name.replace(/[^-]+$/, name)];

    const isDate = (input) => {
        const kind = beside(input, input.dataset.dateWhere);
        return Boolean(input.dataset?.date) && (!input.dataset.dateWhere || kind?.value === 'date');
    };

    const place = (input) => {
        let said = document.getElementById(input.dataset.dateSaid || '');
        if (!said) {
            said = document.createElement('p');
            said.className = 'understood';
            said.id = input.dataset.dateSaid = `understood-${numbered++}`;
            said.setAttribute('role', 'status');
            input.setAttribute('aria-describedby', `${input.getAttribute('aria-describedby') || ''} ${said.id}`.trim());
            (input.closest('.flex-container') || input).after(said);
        }
        return said;
    };

    const say = (input, words, wrong) => {
        const said = place(input);
        said.textContent = words;
        said.classList.toggle('wrong', wrong);
    };

    const ask = async (input, left) => {
        const typed = input.value.trim();
        if (latest.get(input) === `${typed} ${left}`) {
            return;
        }
        latest.set(input, `${typed} ${left}`);
        if (!typed) {
            say(input, '', false);
            return;
        }
        const calendar = beside(input, input.dataset.dateCalendar)?.value || '';
        let answer;
        try {
            answer = await (await fetch(`${input.dataset.date}?${new URLSearchParams({typed, calendar})}`)).json();
        } catch {
            // Signed out, or no network: saving will tell.
            return;
        }
        if (latest.get(input) !== `${typed} ${left}` || input.value.trim() !== typed) {
            return;
        }
        // Half a date is no mistake while it is being typed.
        say(input, answer.said || (left ? answer.problem : ''), !answer.said);
        if (left && answer.edtf && answer.edtf !== typed) {
            input.value = answer.edtf;
            latest.set(input, `${answer.edtf} true`);
            // Whoever else listens, such as the keeper of drafts, learns of it.
            input.dispatchEvent(new Event('change', {bubbles: true}));
        }
    };

    // On the document, so that rows which are added later need nothing of their own.
    document.addEventListener('focusin', ({target}) => isDate(target) && place(target));
    document.addEventListener('input', ({target}) => {
        if (isDate(target)) {
            window.clearTimeout(waiting.get(target));
            waiting.set(target, window.setTimeout(() => ask(target, false), PAUSE));
        }
    });
    document.addEventListener('change', ({target}) => {
        if (isDate(target)) {
            window.clearTimeout(waiting.get(target));
            ask(target, true);
        }
    });
}
