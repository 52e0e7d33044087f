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

    // Each after select2 has made its lookups: jQuery keeps the order, and a new row is made within its event.
    document.addEventListener('DOMContentLoaded', () => window.django.jQuery(() => name(document)));
    document.addEventListener('formset:added', (event) => window.setTimeout(() => name(event.target)));
}
