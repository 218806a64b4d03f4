import { element, textButton } from '../../chat/page/element';
import type { NoticeView } from '../protocol';
import type { PageContext } from './context';

export function noticeElement({ canExplain, kind, text }: NoticeView, { post, strings }: PageContext): HTMLElement {
	const box = element('div', `notice ${kind}`, element('p', '', text));
	box.setAttribute('role', 'note');
	if (canExplain) box.append(textButton('link-button', strings.explain, () => post({ type: 'explainTracing' })));
	return box;
}
