import { icon, type IconName } from './icons';

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

/** A button that shows a picture; its name is in the tooltip too. */
export function iconButton(name: IconName, label: string, onPress: () => void): HTMLButtonElement {
	const button = element('button', 'icon-button', icon(name));
	button.type = 'button';
	button.title = label;
	button.setAttribute('aria-label', label);
	button.addEventListener('click', onPress);
	return button;
}

export function textButton(className: string, label: string, onPress: () => void): HTMLButtonElement {
	const button = element('button', className, label);
	button.type = 'button';
	button.addEventListener('click', onPress);
	return button;
}

/** A folded part: `summary` is always seen. */
export function folded(className: string, summary: Node | string, ...children: readonly Node[]): HTMLDetailsElement {
	return element('details', className, element('summary', '', summary), ...children);
}
