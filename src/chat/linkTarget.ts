/** @returns the target of a link that may be opened: https without a user name before the host, or mailto. */
export function allowedTarget(href: string): URL | undefined {
	if (!URL.canParse(href)) return undefined;
	const target = new URL(href);
	if (target.protocol === 'mailto:') return target;
	return target.protocol === 'https:' && target.username === '' && target.password === '' ? target : undefined;
}
