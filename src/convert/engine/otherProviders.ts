import { declaredName } from './declaredNames';
import type { Site } from './sites';
import type { SourceText } from './sourceText';

/** Names of services that are not Bedrock, and sell models under names like Bedrock's. */
const otherProvider = /open[_-]?router|vertex[_-]?ai|together[_-]?ai|fireworks[_-]?ai|\bgroq/i;

/** `OPENROUTER_MODEL = "…"`, `variable "openrouter_model" { default = "…" }`: no request to Bedrock is made with it. */
export function isOfOtherProvider(source: SourceText, site: Site, at: number): boolean {
	const { name, target, frames } = site;
	const names = [name, target, ...frames.map(({ key }) => key), declaredName(source, site, at)?.name ?? ''].join(' ');
	return otherProvider.test(names) && !/bedrock/i.test(names);
}
