import type { Attachment } from '../protocol';
import type { PageContext } from './context';
import { element, iconButton } from './element';
import { fill } from './format';
import { icon } from './icons';

/** What goes, or went, with a message: names and sizes. @param onRemove absent where it is too late. */
export function attachmentChips(
	attachments: readonly Attachment[],
	{ strings, formats }: Pick<PageContext, 'strings' | 'formats'>,
	onRemove?: (index: number) => void,
): HTMLElement {
	const list = element('ul', 'chips');
	list.setAttribute('aria-label', strings.attachmentsLabel);
	attachments.forEach(({ height, kind, name, size, width }, index) => {
		const about = width === undefined || height === undefined ? formats.bytes(size) : `${width} × ${height}`;
		const chip = element(
			'li',
			'chip',
			icon(kind === 'text' ? 'selection' : 'attach'),
			element('bdi', 'chip-name', name),
			element('span', 'chip-size', about),
		);
		chip.title = name;
		if (onRemove) chip.append(iconButton('close', fill(strings.detach, name), () => onRemove(index)));
		list.append(chip);
	});
	list.hidden = attachments.length === 0;
	return list;
}
