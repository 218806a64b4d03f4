import type { ReadText } from './readText';

/**
 * A foundation model's ARN is made of each of a list: `MODELS.map((m) => `…foundation-model/${m}`)`,
 * `[f"…foundation-model/{m}" for m in MODELS]`, `for (const m of MODELS) allow(`…foundation-model/${m}`)`, Terraform's
 * `[for m in local.models : "…foundation-model/${m}"]`
 * @param at where the name of the list stands.
 */
export function makesArnsOfEach(text: ReadText, at: number, end: number): boolean {
	if (!text.holds('foundation-model/')) return false;
	const behind = text.slice(end, end + 260);
	if (/^\s*(?:\.stream\(\))?\s*\.(?:map|flatMap|forEach|Select|each)\s*[({][^;]{0,200}foundation-model\//.test(behind))
		return true;
	if (/^\)?\s*:\s*"[^"\n]{0,160}foundation-model\/\$\{/.test(behind)) return true;
	const before = text.slice(Math.max(0, at - 260), at);
	if (/foundation-model\/\{\w+\}[^\n]{0,60}\s+for\s+\w+\s+in\s+(?:[\w.]+\.)?$/.test(before)) return true;
	const each = /\bfor(?:each)?\s*\(?\s*(?:\w+\s+)?(\w+)\s*(?:\s(?:in|of)\s|:\s)\s*(?:[\w.]+\.)?$/.exec(before)?.[1];
	if (each === undefined) return false;
	const made = /^\s*\)?\s*[:{]?[^;}]{0,160}?foundation-model\/(?:[$#]?\{|\$|["'`]\s*\+\s*)(\w+)/.exec(behind);
	return made?.[1] === each;
}
