// One tab for each language over a text in nine, and beside each the text that it translates.
// Without this script all nine stand below each other.
'use strict';
{
    const KEPT = 'desk-language-tab';

    const wanted = () => {
        const inAddress = /^#lang-([\w-]+)$/.exec(window.location.hash);
        return (inAddress && inAddress[1]) || window.sessionStorage.getItem(KEPT) || document.documentElement.lang.toLowerCase();
    };

    const SIGNS = {wrong: '!', filled: '●', outdated: '↻', machine: '◇', missing: '○'};

    const isFilled = (input) => input.value.trim() !== '';

    const mark = (group) => {
        for (const {tab, input, row} of group.entries) {
            const wrong = row.querySelector('.errorlist') !== null;
            // What the server said of a text that it has; whether there is one, the input itself knows.
            const standing = ['outdated', 'machine'].find((each) => each === input.dataset.standing) || 'filled';
            const state = wrong ? 'wrong' : isFilled(input) ? standing : 'missing';
            tab.dataset.state = state;
            tab.querySelector('.state').textContent = SIGNS[state];
            tab.querySelector('.state').title = group.words[state];
            tab.querySelector('.state-in-words').textContent = group.words[state];
        }
    };

    const show = (group, language) => {
        const entry = group.entries.find((each) => each.language === language) || group.entries[0];
        for (const each of group.entries) {
            const chosen = each === entry;
            each.row.hidden = !chosen;
            each.tab.setAttribute('aria-selected', chosen);
            each.tab.tabIndex = chosen ? 0 : -1;
        }
        if (group.beside) {
            group.beside.hidden = entry.language === group.source;
        }
    };

    const groups = [];

    const showAll = (language) => {
        window.sessionStorage.setItem(KEPT, language);
        groups.forEach((group) => show(group, language));
    };

    const move = (event, group) => {
        const step = {ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity}[event.key];
        if (step === undefined) {
            return;
        }
        event.preventDefault();
        const tabs = group.entries.map((entry) => entry.tab);
        const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? -step : step;
        const here = tabs.indexOf(event.currentTarget);
        const place = Number.isFinite(step) ? (here + forward + tabs.length) % tabs.length : step < 0 ? 0 : tabs.length - 1;
        tabs[place].focus();
        showAll(group.entries[place].language);
    };

    // The source as it stands in its own input, to be read while another language is written.
    const addSource = (group, box, {input}) => {
        const beside = document.createElement('div');
        beside.className = 'source-text';
        const label = document.createElement('p');
        label.id = `${input.id}-source`;
        const name = document.createElement('span');
        name.lang = input.lang;
        name.textContent = input.dataset.languageName;
        label.append(`${group.words.source}: `, name);
        const text = document.createElement('div');
        text.lang = input.lang;
        text.dir = input.dir;
        // Long ones are scrolled, also with the keyboard; the others are no stop on its way.
        new ResizeObserver(() => { text.tabIndex = text.scrollHeight > text.clientHeight ? 0 : -1; }).observe(text);
        text.setAttribute('role', 'group');
        text.setAttribute('aria-labelledby', `${group.label} ${label.id}`);
        const copy = () => { text.textContent = input.value; };
        input.addEventListener('input', copy);
        copy();
        beside.append(label, text);
        box.append(beside);
        Object.assign(group, {beside, source: input.dataset.language});
    };

    const build = (rows) => {
        const words = {...document.getElementById('desk-words').dataset};
        const group = {words, entries: []};
        const box = document.createElement('div');
        box.className = 'translations';
        const first = rows[0].input;
        const label = document.createElement('span');
        label.className = 'translations-label';
        label.id = `${first.id}-translations`;
        label.textContent = first.dataset.label;
        group.label = label.id;
        const list = document.createElement('div');
        list.setAttribute('role', 'tablist');
        list.setAttribute('aria-labelledby', label.id);
        box.append(label, list);
        rows[0].row.before(box);
        const source = rows.find(({input}) => input.dataset.language === first.dataset.source);
        if (source) {
            addSource(group, box, source);
        }
        for (const {row, input} of rows) {
            const tab = document.createElement('button');
            tab.type = 'button';
            tab.id = `${input.id}-tab`;
            tab.setAttribute('role', 'tab');
            tab.lang = input.lang;
            const name = document.createElement('span');
            name.textContent = input.dataset.languageName;
            const state = document.createElement('span');
            state.className = 'state';
            state.setAttribute('aria-hidden', 'true');
            const spoken = document.createElement('span');
            spoken.className = 'state-in-words';
            spoken.lang = document.documentElement.lang;
            tab.append(name, ' ', state, spoken);
            row.id = row.id || `${input.id}-panel`;
            row.setAttribute('role', 'tabpanel');
            row.setAttribute('aria-labelledby', tab.id);
            tab.setAttribute('aria-controls', row.id);
            tab.addEventListener('click', () => showAll(input.dataset.language));
            tab.addEventListener('keydown', (event) => move(event, group));
            input.addEventListener('input', () => mark(group));
            list.append(tab);
            box.append(row);
            group.entries.push({row, input, tab, language: input.dataset.language});
        }
        groups.push(group);
        mark(group);
        const wrong = group.entries.find((entry) => entry.tab.dataset.state === 'wrong');
        show(group, wrong ? wrong.language : wanted());
    };

    // Rows that follow each other and hold the same text in different languages make one group.
    const gather = (root) => {
        let rows = [];
        let key = '';
        const finish = () => {
            if (rows.length > 1) {
                build(rows);
            }
            rows = [];
        };
        for (const input of root.querySelectorAll('[data-translation]')) {
            const row = input.closest('.form-row');
            if (!row || input.name.includes('__prefix__') || row.parentElement.classList.contains('translations')) {
                continue;
            }
            const here = input.name.slice(0, -input.dataset.language.length);
            if (here !== key) {
                finish();
                key = here;
            }
            rows.push({row, input});
        }
        finish();
    };

    document.addEventListener('DOMContentLoaded', () => gather(document));
    document.addEventListener('formset:added', (event) => gather(event.target));
    window.addEventListener('hashchange', () => showAll(wanted()));
}
