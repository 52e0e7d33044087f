// What is typed and not yet saved stays in this browser: a crashed tab, an expired session or a stopped server loses
// nothing. A draft is offered back on the same form, to the same account; saving clears it, and so does signing out.
'use strict';
{
    const PREFIX = 'desk-draft:';
    const DAYS = 30;
    const UNWRITTEN = new Set(['csrfmiddlewaretoken', 'begun', 'draft']);
    const COUNTER = /-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$/;
    // Two presses of a button within so many milliseconds are one.
    const ONE_PRESS = 2000;
    // Once somebody signed out, in this window or another, nothing more is kept of what was typed before.
    let closed = false;

    const drafts = () => {
        const found = [];
        for (const key of Object.keys(window.localStorage)) {
            if (key.startsWith(PREFIX)) {
                try {
                    found.push(JSON.parse(window.localStorage.getItem(key)));
                } catch {
                    window.localStorage.removeItem(key);
                }
            }
        }
        return found;
    };

    const forget = (id) => window.localStorage.removeItem(PREFIX + id);

    // The server names in a cookie what it has saved.
    const forgetSaved = () => {
        const cookie = /(?:^|; )desk-saved=([\w.]+)/.exec(document.cookie);
        if (cookie) {
            cookie[1].split('.').forEach(forget);
            document.cookie = 'desk-saved=; path=/admin/; max-age=0; samesite=lax';
        }
    };

    const held = (form) => {
        const values = {};
        for (const [name, value] of new FormData(form)) {
            if (typeof value === 'string' && !UNWRITTEN.has(name)) {
                (values[name] ||= []).push(value.replaceAll('\r\n', '\n'));
            }
        }
        return values;
    };

    const same = (one, other) => JSON.stringify(one || []) === JSON.stringify(other || []);

    const controls = (form, name) => [...form.elements].filter((each) => each.name === name);

    // A lookup knows the words of what it holds, and no other.
    const wordsOf = (form, name) =>
        controls(form, name).flatMap((each) => (each.selectedOptions ? [...each.selectedOptions] : [])).map((each) => [each.value, each.text]);

    const write = (form, name, values, words) => {
        for (const each of controls(form, name)) {
            if (each.type === 'checkbox' || each.type === 'radio') {
                each.checked = values.includes(each.value);
            } else if (each.options) {
                for (const [value, text] of words) {
                    if (![...each.options].some((option) => option.value === value)) {
                        each.add(new Option(text, value));
                    }
                }
                for (const option of each.options) {
                    option.selected = values.includes(option.value);
                }
            } else {
                each.value = values[0] || '';
            }
            each.dispatchEvent(new Event('input', {bubbles: true}));
            window.django.jQuery(each).trigger('change');
        }
    };

    // Which record stands in each row of the inlines; a new row holds none.
    const rowsOf = (form) =>
        Object.fromEntries([...form.elements].filter((each) => /-\d+-id$/.test(each.name) && each.value).map((each) => [each.name.slice(0, -'-id'.length), each.value]));

    const isOf = (prefix) => (row) => row.replace(/-\d+$/, '') === prefix;

    const countOf = (rows, prefix) => Object.keys(rows).filter(isOf(prefix)).length;

    // Where a field of a draft stands in the form by now: others may have added and deleted rows. Nowhere: ''.
    const placeOf = (name, then, now) => {
        const [, prefix, number, field] = /^(.+)-(\d+)-(\w+)$/.exec(name) || [];
        if (!field) {
            return name;
        }
        const record = then[`${prefix}-${number}`];
        if (!record) {
            return `${prefix}-${number - countOf(then, prefix) + countOf(now, prefix)}-${field}`;
        }
        const row = Object.keys(now).filter(isOf(prefix)).find((each) => now[each] === record);
        return row ? `${row}-${field}` : '';
    };

    // Rows that the editor had added.
    const addRows = (form, draft, now) => {
        for (const [name, [count]] of Object.entries(draft.fields)) {
            const prefix = name.endsWith('-TOTAL_FORMS') && name.slice(0, -'-TOTAL_FORMS'.length);
            const total = prefix && controls(form, name)[0];
            const add = prefix && document.querySelector(`#${CSS.escape(prefix)}-group .add-row a`);
            const wanted = count - countOf(draft.rows, prefix) + countOf(now, prefix);
            while (total && add && Number(total.value) < wanted) {
                const before = total.value;
                add.click();
                if (total.value === before) {
                    break;
                }
            }
        }
    };

    const labelOf = (form, name) => {
        const control = controls(form, name).find((each) => each.type !== 'hidden');
        const label = control && (control.labels?.[0] || document.querySelector(`label[for="${CSS.escape(control.id)}"]`));
        return label ? label.textContent.trim().replace(/:$/, '') : '';
    };

    const offer = (form, draft, putBack) => {
        const box = document.getElementById('draft-offer').content.firstElementChild.cloneNode(true);
        const time = box.querySelector('time');
        time.dateTime = new Date(draft.at).toISOString();
        time.textContent = new Date(draft.at).toLocaleString(document.documentElement.lang);
        const list = box.querySelector('ul');
        const now = rowsOf(form);
        const tell = (names, longest) => {
            for (const name of names) {
                const words = draft.words[name] || [];
                const text = (words.length > 0 ? words.map((each) => each[1]) : draft.fields[name]).join(', ').trim();
                if (text && !COUNTER.test(name)) {
                    const item = document.createElement('li');
                    const held = document.createElement('bdi');
                    held.textContent = text.length > longest ? `${text.slice(0, longest)}…` : text;
                    item.append(`${labelOf(form, placeOf(name, draft.rows, now)) || name}: `, held);
                    list.append(item);
                }
            }
        };
        tell(Object.keys(draft.fields), 200);
        box.querySelector('.put-back').addEventListener('click', (event) => {
            // What stood in rows that others deleted meanwhile can only be copied.
            list.replaceChildren();
            tell(putBack(draft), Infinity);
            event.target.remove();
            if (!list.firstChild) {
                box.remove();
            }
        });
        box.querySelector('.throw-away').addEventListener('click', () => {
            forget(draft.id);
            box.remove();
        });
        form.before(box);
    };

    // A form that is open in another tab is no lost one.
    const openElsewhere = async () => {
        const locks = await navigator.locks?.query();
        return new Set((locks?.held || []).map((each) => each.name));
    };

    const hold = (id) => navigator.locks?.request(PREFIX + id, {ifAvailable: true}, () => new Promise(() => {}));

    const keep = async (form, input) => {
        const path = window.location.pathname + window.location.search;
        const owner = input.dataset.owner;
        let atFirst = held(form);
        let mine = drafts().find((each) => each.id === input.value && each.owner === owner) || {id: input.value, owner, path, fields: {}, words: {}};

        const save = () => {
            if (closed) {
                return;
            }
            const now = held(form);
            for (const name of new Set([...Object.keys(atFirst), ...Object.keys(now), ...Object.keys(mine.fields)])) {
                if (!same(atFirst[name], now[name])) {
                    mine.fields[name] = now[name] || [];
                    mine.words[name] = wordsOf(form, name);
                } else if (name in mine.fields) {
                    mine.fields[name] = now[name] || [];
                }
            }
            if (Object.keys(mine.fields).length > 0) {
                mine.at = Date.now();
                mine.begun = form.elements.begun.value;
                mine.rows = rowsOf(form);
                try {
                    window.localStorage.setItem(PREFIX + mine.id, JSON.stringify(mine));
                } catch {
                    // The browser's room is full or closed to us; the form itself still holds everything.
                }
            }
        };

        const putBack = (draft) => {
            const now = rowsOf(form);
            const [fields, words, left] = [{}, {}, []];
            addRows(form, draft, now);
            for (const [name, values] of Object.entries(draft.fields).filter(([each]) => !COUNTER.test(each))) {
                const place = placeOf(name, draft.rows, now);
                if (place) {
                    [fields[place], words[place]] = [values, draft.words[name] || []];
                    write(form, place, values, words[place]);
                } else if (!name.endsWith('-DELETE')) {
                    left.push(name);
                }
            }
            // From there the editor began: what others changed since is merged, or shown.
            form.elements.begun.value = draft.begun;
            input.value = draft.id;
            forget(mine.id);
            mine = {...draft, fields, words};
            hold(mine.id);
            save();
            return left;
        };

        const others = await openElsewhere();
        const now = held(form);
        const rows = rowsOf(form);
        for (const draft of drafts()) {
            if (Date.now() - draft.at > DAYS * 86_400_000) {
                forget(draft.id);
            } else if (draft.owner === owner && draft.path === path && draft.id !== input.value && !others.has(PREFIX + draft.id)) {
                if (Object.entries(draft.fields).every(([name, values]) => COUNTER.test(name) || same(now[placeOf(name, draft.rows, rows)], values))) {
                    forget(draft.id);
                } else {
                    offer(form, draft, putBack);
                }
            }
        }
        hold(mine.id);

        let waiting = 0;
        const soon = () => {
            closed = false;
            window.clearTimeout(waiting);
            waiting = window.setTimeout(save, 200);
        };
        // Lookups tell only jQuery of their changes.
        window.django.jQuery(form).on('input change', soon);
        document.addEventListener('formset:removed', soon);
        let sent = -ONE_PRESS;
        form.addEventListener('submit', (event) => {
            if (event.timeStamp - sent < ONE_PRESS) {
                event.preventDefault();
                return;
            }
            sent = event.timeStamp;
            save();
        });
        window.addEventListener('storage', ({key, newValue}) => {
            closed ||= key === PREFIX + mine.id && newValue === null;
        });
        window.addEventListener('pagehide', save);
        document.addEventListener('visibilitychange', save);
    };

    const begin = () => {
        forgetSaved();
        document.getElementById('logout-form')?.addEventListener('submit', () => {
            closed = true;
            drafts().forEach((each) => forget(each.id));
        });
        const input = document.querySelector('#content-main form input[name="draft"]');
        if (input) {
            // On the way back a browser would fill in what it remembers, old values too, and the form would say that
            // its editor began from the newest.
            input.form.autocomplete = 'off';
            keep(input.form, input);
        }
    };

    // Once the admin's own scripts have built their rows and lookups.
    window.addEventListener('load', begin);
}
