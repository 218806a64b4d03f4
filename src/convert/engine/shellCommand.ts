import type { SourceText } from './sourceText';

/** The command around a place in a shell's text, continued lines included. */
export function commandAround(source: SourceText, at: number): { start: number; end: number } {
	const { text } = source;
	let start = source.lineStart(at);
	while (start > 0 && /[\\`^]\r?\n$/.test(text.slice(Math.max(0, start - 3), start)))
		start = source.lineStart(start - 1);
	let end = source.lineEnd(at);
	while (end < text.length && /[\\`^]\r?$/.test(text.slice(Math.max(0, end - 2), end))) end = source.lineEnd(end + 1);
	return { start, end };
}

/** What stands further into its line is no variable before a command. In UTF-16 units. */
const longestCommand = 2_000;

/** `AWS_REGION=eu-west-1 aws …`: the variable that begins at a place holds for that command and no other. */
export function isForOneCommand(source: SourceText, start: number, valueStart: number): boolean {
	const lineStart = source.lineStart(start);
	if (start - lineStart > longestCommand) return false;
	const before = source.text.slice(lineStart, start);
	if (!/^\s*[@-]?\s*(?:env\s+)?(?:[A-Za-z_]\w*=\S*\s+)*$/.test(before)) return false;
	const rest = source.text.slice(valueStart, Math.min(source.lineEnd(valueStart), valueStart + 400));
	return /^(?:"[^"]*"|'[^']*'|\$[({][^)}]*[)}]|[^\s"';|&#])+[ \t]+[\w./~"$]/.test(rest);
}
