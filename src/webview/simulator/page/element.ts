/** Builds a node; text is only ever text. */
export function element<K extends keyof HTMLElementTagNameMap>(
	tag: K,
	className: string,
	...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
	const node = document.createElement(tag);
	if (className) node.className = className;
	node.append(...children);
	return node;
}

/** A control with its visible name. */
export function labelled(text: string, control: HTMLElement): HTMLElement {
	const label = element('label', '', text);
	control.id = `control-${String(++controls)}`;
	label.htmlFor = control.id;
	return element('span', 'field', label, control);
}

let controls = 0;

export function checkbox(
	text: string,
	onChange: (isOn: boolean) => void,
): { node: HTMLLabelElement; box: HTMLInputElement } {
	const box = element('input', '');
	box.type = 'checkbox';
	box.addEventListener('change', () => {
		onChange(box.checked);
	});
	return { node: element('label', 'check', box, text), box };
}

export function button(text: string, onPress: () => void): HTMLButtonElement {
	const node = element('button', '', text);
	node.type = 'button';
	node.addEventListener('click', onPress);
	return node;
}

/** Sets a text only where it changed, so that a selection survives. */
export function setText(node: Node, text: string): void {
	if (node.textContent !== text) node.textContent = text;
}
