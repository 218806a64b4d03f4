/** Builds a node; text is only ever text. */
export function node<K extends keyof HTMLElementTagNameMap>(
	tag: K,
	attributes: Readonly<Record<string, string>> = {},
	...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
	const made = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
	made.append(...children);
	return made;
}

export function button(className: string, label: string, onPress: () => void): HTMLButtonElement {
	const made = node('button', { type: 'button', class: className }, label);
	made.addEventListener('click', onPress);
	return made;
}

/** Writes only what differs, so that a selection in the text survives. */
export function setText(target: Element, text: string): void {
	if (target.textContent !== text) target.textContent = text;
}

export function option(value: string, label: string): HTMLOptionElement {
	return node('option', { value }, label);
}

/** A field under its label. */
export function field(label: string, control: HTMLElement, className = ''): HTMLLabelElement {
	return node('label', { class: `field ${className}` }, node('span', {}, label), control);
}
