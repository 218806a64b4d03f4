import type { Frame, Site } from './sites';
import type { SourceText } from './sourceText';
import type { Consumer } from './trace';
import { yamlAncestors } from './yamlAncestors';

/** The ID is compared with another, asked about, or expected of a request that was made elsewhere. */
export function isCompared(source: SourceText, site: Site, before: string, at: number): boolean {
	const { frames } = site;
	if (site.isCompared || isComparison(source, frames) || isExpected(source, frames)) return true;
	if (isChoice.test(site.name) || isPattern(source, at) || isInEventPattern(source, site, at)) return true;
	if (isComparedInString.test(before) || isMatched(source, before)) return true;
	if (
		source.text.holds('filter') &&
		isFiltered.test(source.text.slice(Math.max(source.lineStart(at), at - longestTest), at))
	)
		return true;
	if (source.syntax.family === 'config' && source.syntax.isIndented && isInQuery(source, at)) return true;
	return source.syntax.family === 'shell' && (isSearched.test(before) || isTested(source, at));
}

/** {@link isCompared}, and not only asked about: the ID itself is what a test expects. */
export function expectsId(source: SourceText, site: Site, before: string, at: number): boolean {
	const [inner] = site.frames;
	if (inner && isAskedAbout(inner.callee)) return false;
	return isCompared(source, site, before, at);
}

function isAskedAbout(callee: string): boolean {
	return asking.test(callee) || (predicate.test(callee) && !/\bis(?:EqualTo|SameAs|In)$/.test(callee));
}

/** `id.startsWith("…")`, `id.replace("…", "")` */
const asking =
	/(?:^|\.|->|::)(?:\w*(?:[sS]tarts?|[eE]nds?)_?[wW]ith\w*|[hH]as(?:Pre|Suf)fix|match(?:es)?|replace\w*|split)$/;

/** Words of tests that need no brackets: RSpec's `eq "…"`, minitest's `must_equal "…"`, Kotest's and ScalaTest's `shouldBe "…"`. */
function isMatched({ language }: SourceText, before: string): boolean {
	if (language === 'ruby')
		return /\b(?:eql?|include|start_with|must_equal|wont_equal|(?:assert|refute)_equal)\s+["']$/.test(before);
	return (
		/^(?:kotlin|scala)$/.test(language) &&
		/\s(?:should(?:Be|NotBe|Equal|StartWith|Contain)|mustBe|mustEqual|should(?:\s+(?:be|equal|not))+)\s+"$/.test(before)
	);
}

/** SQL in a string: `"… WHERE modelid = '…'"`; PromQL: `rate(calls{model="…"}[5m])`. @param before the ID, in its string. */
export function isQueried(before: string): boolean {
	if (before === '') return false;
	if (isFiltered.test(before) || /\w\{(?:[^{}]*,)?\s*\w+\s*(?:=~?|!=|!~)\s*\\?["']$/.test(before)) return true;
	return /(?:[=<>]|\bLIKE|[(,])\s*\\?['"]$/i.test(before) && query.test(before);
}

/** CloudWatch Logs Insights: `fields @timestamp | filter modelId = "…"`. */
const isFiltered = /(?:^|[|\n])\s*filter\s+[@\w.]+\s*(?:!?=|like|(?:not\s+)?in)\s*\[?\s*(?:\\?["'/])?$/;

const query = /\b(?:SELECT|UPDATE|DELETE)\b[^;]*\s(?:WHERE|AND|OR|HAVING)\s[^;]*$/i;

/** The query of an alert or a panel: `expr: rate(calls{model="…"}[5m]) > 1`. */
function isInQuery(source: SourceText, at: number): boolean {
	return /^(?:expr|promql|metrics_?query|query_?string)$/i.test(yamlAncestors(source, at).at(-1)?.key ?? '');
}

/** What a rule of EventBridge waits for, as an object or in a string: `"EventPattern": "{\"detail\": …}"`. */
function isInEventPattern(source: SourceText, { name, owner, frames }: Site, at: number): boolean {
	if (!source.text.holds('attern')) return false;
	const isYaml = source.syntax.family === 'config' && source.syntax.isIndented;
	return [{ key: name }, { key: owner }, ...frames, ...(isYaml ? yamlAncestors(source, at) : [])].some(({ key = '' }) =>
		eventPattern.test(key),
	);
}

const eventPattern = /^(?:(?:event|filter)_?)?pattern$/i;

/** In UTF-16 units. */
const longestTest = 400;

/** `[ "$MODEL" = "…" ]`, `…) echo slow ;;`, `--event-pattern '{"detail": …}'` */
function isTested(source: SourceText, at: number): boolean {
	const line = source.text.slice(Math.max(source.lineStart(at), at - longestTest), at);
	if (/(?:\[\[?|\btest)\s[^\]]*\s(?:!=|==?)\s*["']?$|\s--(?:event|filter)-pattern[ =]/.test(line)) return true;
	if (source.language === 'powershell') return isTestedInPowerShell(source, line, at);
	const rest = source.text.slice(at, Math.min(source.lineEnd(at), at + 200));
	return /^\s*\(?(?:["']?[\w.:*-]+["']?\s*\|\s*)*["']?$/.test(line) && /^[\w.:-]+["']?\s*(?:\||\))/.test(rest);
}

/** `if ($model -eq "…")`, `switch ($model) { "…" { … } }` */
function isTestedInPowerShell(source: SourceText, line: string, at: number): boolean {
	if (
		/\s-(?:c|i)?(?:eq|ne|like|notlike|match|notmatch|in|notin|contains|notcontains)\s+(?:@?\([^()]*)?["']?$/i.test(line)
	)
		return true;
	return /(?:^\s*|\{\s*)["']$/.test(line) && /^[\w.:-]+["']\s*\{/.test(source.text.slice(at, at + 200));
}

/** One of the values that a branch or a clause is for: `when "a", "b" ->`, `"a" | "b" =>`, `def f("a"), do:`. */
function isPattern(source: SourceText, at: number): boolean {
	const { language } = source;
	if (!/^(?:kotlin|rust|elixir|ruby|scala|php|csharp)$/.test(language)) return false;
	const rest = source.text.slice(at, Math.min(source.lineEnd(at), at + 400));
	const line = source.text.slice(Math.max(source.lineStart(at), at - longestTest), at);
	if (language === 'ruby') return /^\s*when\s+[^;]*$/.test(line) && !/\bthen\b/.test(line);
	if (language === 'elixir' && /^\s*defp?\s+\w+[?!]?\(\s*"?$/.test(line)) return true;
	if (language === 'csharp' && /\bis\s+(?:not\s+)?\(?(?:["'][^"'\n]+["']\s+or\s+)*["']$/.test(line)) return true;
	const behind = /^[\w.:-]+["']((?:\s*(?:[,|]|\bor\b)\s*["'][\w:-]+\.[\w.:-]+["'])*)\s*(?:->|=>)/.exec(rest);
	if (!behind) return false;
	// PHP's arrays have the same sign behind a single key.
	return language === 'php'
		? (behind[1] ?? '') !== ''
		: /(?:^|[{,])\s*(?:["'][^"'\n]+["']\s*(?:[,|]|\bor\b)\s*)*["']$/.test(line);
}

/** A choice of Step Functions: `"StringEquals": "…"`. */
const isChoice = /^String(?:Equals|Matches|LessThan|GreaterThan)(?:Equals)?$/;

/** `grep -q "…" file` */
const isSearched = /(?:^|[|;&(\n]|\bif|!)\s*(?:sudo\s+)?(?:[efz]?grep|rg|ag|ack)\s[^|;&\n]*$/;

/** A query in a string: `--query "modelSummaries[?modelId=='…']"`. */
const isComparedInString =
	/(?:[=!]=\s*|\{\{[^{}]*\b(?:eq|ne)\s+[\w.$]+\s+|\$\.\w+\s*=\s*|\b(?:contains|starts_with)\([^()]{1,30},\s*)\\?["'`]$/;

const comparing =
	/(?:^|\.|->|::)(?:starts_?with|startsWith|StartsWith|start_with\?|ends_?with|endsWith|EndsWith|HasPrefix|HasSuffix|hasPrefix|contains|Contains|includes?|indexOf|match|matches|fnmatch|test|search|equals|Equals|equalsIgnoreCase|eq|in_array|str_starts_with|str_contains|strpos|compare|toBe|toEqual|toStrictEqual|toContain|toMatch|Equal|isEqualTo|removeprefix|removePrefix|TrimPrefix|TrimSuffix|CutPrefix|EqualFold|replaceAll|ReplaceAll|Replace|replace|split|has|refute_equal|(?:Are)?(?:Not)?Equal|(?:Are)?(?:Not)?Same|EqualTo|SameAs|Be|[sS]hould(?:Not)?Be)!?$/;

/** `startsWith("…")`, `["…", "…"].includes(id)`, `id in ("…", "…")`, `expect(id).toBe("…")`. */
function isComparison(source: SourceText, frames: readonly Frame[]): boolean {
	// A section of a configuration may be called like a comparison: `search { … }`.
	const calls = source.syntax.family === 'config' ? [] : frames.slice(0, 2);
	for (const { callee } of calls) {
		if (comparing.test(callee) || predicate.test(callee) || assertion.test(callee)) return true;
		// In other languages the brackets hold what is looked at, and no expectation.
		if (callee === 'expect' && source.language === 'dart') return true;
	}
	for (const { open, close } of frames.slice(0, 2)) {
		if (
			/^\s*[).]/.test(source.code.slicePastSpace(close + 1, 1)) &&
			/^\s*\)?\s*\.(?:includes|contains|Contains|has|indexOf|some|find|filter)\b/.test(
				source.code.slice(close + 1, close + 30),
			)
		)
			return true;
		if (source.syntax.family !== 'shell' && /\b(?:not\s+)?in\s*$/.test(source.code.slice(Math.max(0, open - 12), open)))
			return !/\bfor\s[\w\s,]+\bin\s*$/.test(source.code.slice(Math.max(0, open - 80), open));
	}
	return false;
}

/** `supportsTools("…")`, `is_claude("…")`: a question about a model, not a call of it. */
const predicate = /(?:^|\.|->|::)(?:supports|is|has|can)(?:_[a-z]|[A-Z])\w*$/;

/** `assertSame("…", $id)`, `XCTAssertNil(…)`, `expect_equal(…)`: but what is to throw, or not to, is a call of its own. */
const assertion =
	/(?:^|\.|->|::)(?:(?:XCT)?assert|expect)(?:_[a-z]|[A-Z])(?!\w*(?:throw|raise|code|warn|fail|error|silent))\w*$/i;

/** How many brackets out from a value an expectation is looked for: CDK's name a container's variable in ten. */
const deepest = 10;

const expecting =
	/(?:^|\.)(?:to(?:Equal|StrictEqual|MatchObject|ContainEqual|HaveProperty|MatchInlineSnapshot)|toHave(?:Been(?:Last|Nth|Once)?Called(?:Once)?With|Returned\w*With|Received\w*With)|(?:object|array)Containing|called(?:Once)?With(?:Match|Exactly)?|assert_(?:called|called_once|any_call|has_calls|awaited|awaited_once)(?:_with)?|deepEqual|deepStrictEqual|strictEqual|assert(?:Dict|List|Count)?Equals?|assertIn|isEqualTo|eql|equal|(?:a_)?hash_including|have_attributes|(?:[hH]as|[aA]ll|[fF]ind)_?(?:[rR]esource(?:_?[pP]roperties)?|[oO]utput|[pP]arameter)|[tT]emplate_?[mM]atches|add_response|expected_params|[rR]esource_?[pP]roperties_?[cC]ount_?[iI]s)$/;

/** What says of a call that it is to come, or has come. */
const expected = /\b(?:receive|have_received|expects|shouldReceive|shouldHaveReceived)\s*\(/;

/** `toHaveBeenCalledWith(expect.objectContaining({ modelId: "…" }))`, `assert calls == [{"modelId": "…"}]` */
function isExpected(source: SourceText, frames: readonly Frame[]): boolean {
	let isLiteral = true;
	for (const { callee, calleeStart, open, close } of frames.slice(0, deepest)) {
		if (expecting.test(callee)) return true;
		// RSpec, PHPUnit, Mockery: `expect(client).to receive(:converse).with(model_id: "…")`
		if (/(?:\.|->)with$/.test(callee) && expected.test(source.code.slice(Math.max(0, calleeStart - 40), open)))
			return true;
		isLiteral &&= callee === '';
		if (!isLiteral) continue;
		if (/(?:[=!]==?|[<>]=)\s*$/.test(source.code.slice(Math.max(0, open - 12), open))) return true;
		if (/^\s*[=!]=/.test(source.code.slicePastSpace(close + 1, 2))) return true;
	}
	return false;
}

/** A table of constants whose members are keys here, of what their models are like, and nothing else: `[MODELS.HAIKU]: { maxTokens: 4096 }`. */
export function isOnlyKeyOfTables(source: SourceText, { site }: Consumer, uses: readonly Consumer[]): boolean {
	if (site.name === '' || site.target === '' || site.name === site.target) return false;
	const own = uses.filter(({ depth, name, property }) => depth === 1 && name === site.target && property === site.name);
	return own.length > 0 && own.every(({ at, end }) => isComputedKey(source, at, end));
}

function isComputedKey({ code }: SourceText, at: number, end: number): boolean {
	return (
		/[{,]\s*\[\s*$/.test(code.slice(Math.max(0, at - 80), at)) &&
		/^\s*(?:\.\s*[\w$]+)?\s*\]\s*:/.test(code.slice(end, end + 120))
	);
}
