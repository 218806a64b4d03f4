import { declaredName } from './declaredNames';
import type { NamedRegion } from './regionNames';
import { siteOf, valueSpanOf } from './sites';
import type { SourceText } from './sourceText';

/**
 * The field that has a Region for its default in a tag or attribute: Go's `Region string envDefault:"…"`, in C#
 * `[Option("region", Default = "…")] public string Region { get; set; }`, in Rust `#[arg(default_value = "…")] region: String`.
 */
export function fieldWithDefault(source: SourceText, { start, end }: NamedRegion): string | undefined {
	if (source.language === 'rust') {
		const value = valueSpanOf(source, start, end);
		return declaredName(source, siteOf(source, value.start, value.end), start)?.name;
	}
	if (source.language !== 'go' && source.language !== 'csharp') return undefined;
	const line = source.text.slice(Math.max(source.lineStart(start), start - 300), start);
	if (source.language === 'go') return /^\s*(\w+)\s+\S+\s+`/.exec(line)?.[1];
	if (!/^\s*\[\w/.test(line)) return undefined;
	return /^[^\]\n]*\]\s*(?:\[[^\]\n]*\]\s*)*(?:\w+[?]?\s+){1,4}(\w*[rR]egion\w*)\s*[{=;]/.exec(
		source.text.slice(end, end + 400),
	)?.[1];
}
