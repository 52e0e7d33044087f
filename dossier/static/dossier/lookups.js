// A lookup bears the name of its field: select2 alone leaves an empty one without any.
'use strict';
{
    const name = (root) => {
        for (const lookup of root.querySelectorAll('.select2-container')) {
            const select = lookup.previousElementSibling;
            const label = select && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
            if (!label) {
                continue;
            }
            label.id = label.id || `${select.id}-label`;
            const held = lookup.querySelector('.select2-selection__rendered');
            for (const part of lookup.querySelectorAll('.select2-selection, .select2-selection__rendered, .select2-search__field')) {
                part.setAttribute('aria-labelledby', held && held.id && part !== held ? `${label.id} ${held.id}` : label.id);
            }
        }
    };

    window.addEventListener('load', () => name(document));
    // After select2 has made the lookups of the new row.
    document.addEventListener('formset:added', (event) => window.setTimeout(() => name(event.target)));
}
