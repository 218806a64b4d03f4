import { element } from '../../chat/page/element';

let nextId = 0;

/** A control with its label above. */
export function labelled(label: string, control: HTMLElement): HTMLElement {
	control.id ||= `field-${nextId++}`;
	const caption = element('label', '', label);
	caption.htmlFor = control.id;
	return element('div', 'field', caption, control);
}

/**
 * A control for a whole number, which says itself when what stands in it is none within the bounds.
 * @param refusal what it says then
 * @param onChange hears `undefined` then
 */
export function numberField(
	label: string,
	value: number,
	[least, most]: readonly [number, number],
	refusal: string,
	onChange: (value: number | undefined) => void,
): HTMLElement {
	const input = element('input', '');
	const hint = element('div', 'problem');
	hint.setAttribute('role', 'status');
	input.type = 'number';
	input.min = String(least);
	input.max = String(most);
	input.step = '1';
	input.value = String(value);
	input.addEventListener('input', () => {
		const given = input.valueAsNumber;
		const isUsable = Number.isInteger(given) && given >= least && given <= most;
		input.setAttribute('aria-invalid', String(!isUsable));
		hint.textContent = isUsable ? '' : refusal;
		onChange(isUsable ? given : undefined);
	});
	const field = labelled(label, input);
	hint.id = `${input.id}-hint`;
	input.setAttribute('aria-describedby', hint.id);
	field.append(hint);
	return field;
}

export function selectInput(
	options: readonly { readonly value: string; readonly text: string }[],
	value: string,
	onChange: (value: string) => void,
): HTMLSelectElement {
	const select = element('select', '');
	fillOptions(select, options, value);
	select.addEventListener('change', () => onChange(select.value));
	return select;
}

export function fillOptions(
	select: HTMLSelectElement,
	options: readonly { readonly value: string; readonly text: string }[],
	value: string,
): void {
	select.replaceChildren(
		...options.map((option) => {
			const node = element('option', '', option.text);
			node.value = option.value;
			return node;
		}),
	);
	select.value = value;
}
