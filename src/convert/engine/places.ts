import type { FoundId } from './find';
import type { Names } from './names';
import { isModelOfCallee } from './requestingFunctions';
import { type Frame, type Site, siteOf, valueSpanOf } from './sites';
import type { SourceText } from './sourceText';
import type { Consumer } from './trace';
import type { OccurrencePlace } from './types';
import { yamlAncestors } from './yamlAncestors';

/** What the characters of an occurrence are: a value that the program uses, or words that people read. */
export function placeOf(source: SourceText, names: Names, found: FoundId): OccurrencePlace {
	const { text, syntax } = source;
	const { start, end } = found;
	const span = source.spanAt(start);
	if (span?.isComment) return 'comment';
	// AWS's own words, as people paste them.
	if (text.sliceOfLineBefore(start, 40).endsWith('Invocation of model ID ')) return 'prose';
	if (found.kind === 'sdkConstant') return span ? 'prose' : 'string';
	if (syntax.family === 'prose') return 'prose';
	if (syntax.family === 'markup' && !span) {
		const isElement =
			/>\s*$/.test(text.slice(Math.max(0, start - 80), start)) && /^\s*<\//.test(text.slice(end, end + 80));
		return isElement && source.language === 'xml' ? 'string' : 'prose';
	}
	if (!span) {
		if (syntax.family === 'code')
			return isWordOfList(source, start) || isSetInHeredoc(source, found) ? 'string' : 'code';
		return isBareValue(source, start, end) ? 'string' : 'prose';
	}
	if (isDocstring(source, span.start, span.end, span.quote)) return 'comment';
	const value = valueSpanOf(source, start, end);
	const site = siteOf(source, value.start, value.end);
	const before = text.slice(Math.max(value.contentStart, start - 400), start);
	const after = text.slice(end, Math.min(value.contentEnd, end + 400));
	const isWhole = !/\s/.test(before.trimStart() + after.trimEnd()) || (isOfNames(before) && isOfNames(after));
	// An attribute of an element is no variable.
	const isVariable = syntax.family !== 'markup' && isForPeople(site.target);
	if (isForPeople(site.name) && !(task.test(site.name) && before + after === '') && !isVariable) return 'prose';
	// What a call gives back is printed, not what it is given: `println(model("…").chat("Hello"))`.
	const isBare = before.trim() + after.trim() === '';
	const isAsked = isBare && site.frames[0] !== undefined && asking.test(site.frames[0].callee);
	if (isEchoed(source, start) || (!isAsked && isLogged(source, site)))
		return isBare &&
			((site.name !== '' && !isLoggedItself(source, site)) || isModelOfCallee({ source, names }, site, start))
			? 'string'
			: 'prose';
	return isWhole || isEmbeddedValue(before, after) ? 'string' : 'prose';
}

/** Nothing but names with full stops: `"a.b-c d.e-f"` is a list, to be split. */
function isOfNames(text: string): boolean {
	return text.split(/[\s,;|]+/).every((word) => word === '' || (/^[\w.:/-]*\w$/.test(word) && word.includes('.')));
}

/** Keys whose values people read. */
const peopleKeys =
	/^(?:description|desc|help|help_?text|label|title|placeholder|summary|doc|docs|comment|comments|note|notes|message|caption|tooltip|changelog|epilog|example)$/i;

/** Some of them are what a model is for, too: `{ chat: "…", summary: "…" }`. */
const task = /^(?:title|summary|caption|notes?)$/i;

function isForPeople(name: string): boolean {
	return peopleKeys.test(name);
}

const logging =
	/^(?:print|println|echo|puts|printf|warn|alert|dbg|eprintln|NSLog|panic|die|(?:sys\.)?exit|SystemExit)$|^(?:(?:click|typer)\.\w*echo|(?:process|sys)\.std(?:out|err)\.write|parser\.error)$|(?:^|\.|->|::)(?:log|logger|logging|console|slog|tracing)(?:\.|->|::)\w+$|^(?:console|logger|log|logging|fmt\.Print\w*|System\.out\.print\w*|Console\.Write\w*|warnings\.warn|st\.(?:write|markdown|title|caption|info)|error_log|print_r|var_dump|errors\.New|fmt\.Errorf)(?:\.|$)|(?:Error|Exception)$/;

/** Laravel's helpers, and its log's facade as that of Serilog: `Log::info("…")`, `Log.Information("…")`. */
const loggingByName = /^(?:info|logger|report|dump|dd|ray)$/;
const loggingOfFacade =
	/(?:^|\\|\.)Log(?:::|\.)\w+$|^(?:->|\.)(?:debug|info|notice|warn|warning|error|critical|alert|trace)$/;

function isLogging(source: SourceText, { callee, calleeStart, open }: Frame): boolean {
	if (logging.test(callee)) return true;
	if (source.language === 'php' && loggingByName.test(callee)) return true;
	if (!loggingOfFacade.test(callee)) return false;
	// What a chain begins with: `\Drupal::logger("…")->info(…)`.
	return !/^(?:->|\.)/.test(callee) || /\blog(?:ger)?\b[^;]*$/i.test(source.code.slice(calleeStart, open));
}

function isLogged(source: SourceText, { frames }: Site): boolean {
	return frames.some((frame) => isLogging(source, frame));
}

/** `HELP = "Try MODEL_ID=…"`, `print(HELP)`: a text with an ID in it that nothing but people get. */
export function isOnlyShown(source: SourceText, start: number, end: number, uses: readonly Consumer[]): boolean {
	const direct = uses.filter(({ depth }) => depth === 1);
	if (direct.length === 0) return false;
	const value = valueSpanOf(source, start, end);
	if (!value.isQuoted || !/\S\s+\S/.test(source.text.slice(value.contentStart, value.contentEnd))) return false;
	return direct.every(({ site, at }) => isLoggedItself(source, site) || isEchoed(source, at));
}

/** `log.info("…", { model: "…" })`: nothing but brackets stand between the value and the call that writes it down. */
function isLoggedItself(source: SourceText, { frames }: Site): boolean {
	const call = frames.find(({ callee }) => callee !== '');
	return call !== undefined && isLogging(source, call);
}

/** What a model is made by or asked with. */
const asking =
	/(?:^|\.|->|::|_)(?:ask|chat|converse|invoke|generate|complete|prompt|query|stream|answer|summari[sz]e|translate|classify|model|llm|agent)(?:_?(?:model|async|with|text|bedrock|claude|nova))*$/i;

/** Printed by a command of a shell, or of a pipeline's job; but a file of settings may be written so too. */
function isEchoed(source: SourceText, offset: number): boolean {
	if (source.syntax.family !== 'shell' && !isInScript(source, offset)) return false;
	const line = source.text.slice(Math.max(source.lineStart(offset), offset - 600), offset);
	if (
		!/(?:^(?:\s*-\s|\s*run:\s)?|[;&|]|\bthen|\bdo)\s*@?(?:echo|printf|Write-Host|Write-Output)\b(?![^|;&]*[|>])/i.test(
			line,
		)
	)
		return false;
	const rest = source.text.slice(offset, Math.min(source.lineEnd(offset), offset + 300));
	const written = /^[^|;&>]*(?:>{1,2}|\|\s*tee\s+(?:-a\s+)?)\s*["']?(?!&|\/dev\/)([^\s"';|&]+)/.exec(rest)?.[1];
	return written === undefined || /SUMMARY|\.(?:md|txt|log|html)$/.test(written);
}

/** Within a longer string: a command's option, an entry of JSON or YAML, a URL's path, a library's prefix. */
function isEmbeddedValue(before: string, after: string): boolean {
	if (/--[\w-]*model[\w-]*(?:[ =]\\?["']?|["'],\s*["'])$/i.test(before)) return true;
	if (/(?:^|\s)[A-Z_][A-Z0-9_]*=$/.test(before) && /^(?:\s|$)/.test(after)) return true;
	// Go's tags: `env:"MODEL_ID" envDefault:"…"`
	if (/(?:^|\s)\w*[dD]efault:"$/.test(before) && after.startsWith('"')) return true;
	if (assignments.test(before) && /^\\?["']?(?:\s|$)/.test(after)) return true;
	if (optionValue.test(before) && /^["',]?(?:\s|$)/.test(after)) return true;
	if (/\s--[\w-]+[ =]bedrock[\w-]*[:/](?:\w+[:/])?$/.test(before)) return true;
	if (before.endsWith('/model/') && /^\/(?:converse|invoke)/.test(after)) return true;
	if (/\/(?:bedrock|converse)\/$/.test(before)) return true;
	// A default in a template: `{{ model | default('…') }}`, `${MODEL:-…}`.
	if (/\{\{[^{}]*\\?["']$/.test(before) && /^\\?["'][^{}]*\}\}/.test(after)) return true;
	if (/\$\{[\w.]+(?::[-=]?|-|=)$/.test(before) && after.startsWith('}')) return true;
	if (/\bmodel(?:_?id)?[ \t]*=[ \t]*\\?["']$/i.test(before)) return true;
	return (
		/(?:^|[\n{,&?;]|\bexport|\b-e)\s*(?:-\s+)?\\?["']?[A-Za-z_][\w.-]*\\?["']?[ \t]*[:=][ \t]*(?:\\?["']|\w+\()?(?:bedrock[\w-]*[:/])?$/.test(
			before,
		) && /^(?:\\?["'])?[ \t)]*(?:$|[\n,;}&])/.test(after)
	);
}

/** A YAML, `.env`, shell value: nothing but the ID, or a command's option. */
function isBareValue(source: SourceText, start: number, end: number): boolean {
	const { text } = source;
	const line = text.slice(Math.max(source.lineStart(start), start - 600), start);
	const rest = text.slice(end, Math.min(source.lineEnd(end), end + 600));
	if (source.syntax.family === 'shell') return !isEchoed(source, start);
	const key = /^\s*(?:-\s+)*["']?([\w./-]+)["']?\s*[:=]/.exec(line)?.[1];
	const isAlone = /[:=]\s*["']?$/.test(line) && /^["']?\s*(?:#|$)/.test(rest);
	if (key !== undefined && isForPeople(key) && !(task.test(key) && isAlone)) return false;
	if (/(?:^|[\s:=,[{"'-])(?:--[\w-]*model[\w-]*[ =])["']?$/i.test(line)) return true;
	// A row of a table in Markdown, in what a job writes to its summary.
	if (isInScript(source, start) && /^\s*\|\s/.test(line) && /\|\s*$/.test(rest)) return false;
	if (isInScript(source, start)) return !isEchoed(source, start) && !/:\s+echo\b/.test(line);
	if (optionValue.test(line) && /^["',]?(?:\s|$)/.test(rest)) return true;
	if (setForCommand.test(line) && /^["']?(?:\s+[\w./"'$-]|\s*$)/.test(rest)) return true;
	const value = /(?:^|[:=,[{(]|-\s|[!&][\w.-]+\s)\s*["']?([^\s:=,[{("']*)$/.exec(line);
	if (value === null)
		return (
			line.endsWith('/model/') ||
			(/[\s"'=]\S*$/.test(line) &&
				/^\S*(?:\s*$|\s+[#&|\\-])/.test(rest) &&
				/\b(?:run|command|cmd|entrypoint|args|script)\b|\baws\b|\bcurl\b|\bexport\b/.test(line))
		);
	return /^[^\s,;\]})]*["']?\s*(?:$|[,;\]})#&|\\]|--?\w|\r)/.test(rest);
}

/** `--parameter-overrides ModelId=…`, `-var model_id=…`, `--set llm.model=…` */
const optionValue = /\s--?[A-Za-z][\w-]*(?:[ =][^\s=-][^\s=]*)*[ =]["']?(?:ParameterKey=[\w.-]+,)?[\w.-]+=["']?$/;

/** `run: MODEL_ID=… npm test`, `- export MODEL_ID=…` */
const setForCommand =
	/(?:^|^\s*-|:|[;&|]|\benv|\bexport)\s*["']?(?:[A-Za-z_]\w*=\S*\s+)*[A-Z_][A-Z0-9_]*=["']?(?:bedrock\/(?:converse\/)?)?$/;

/** `ModelId=… FastModelId=…`, and nothing else. */
const assignments = /^\s*(?:[\w.-]+=(?:\\?["'][^"'\\]*\\?["']|[^\s"']+)\s+)*[\w.-]+=\\?["']?$/;

/** The commands of a pipeline's job or of a container. */
function isInScript(source: SourceText, offset: number): boolean {
	if (!source.syntax.isIndented || source.syntax.family !== 'config') return false;
	return yamlAncestors(source, offset).some(({ key = '' }) => scripts.test(key));
}

const scripts = /^(?:(?:before_|after_)?script|run|commands?|cmd|entrypoint|args)$/;

/** A line of a file or a script that Terraform or Nomad writes: `user_data = <<-EOF … export MODEL_ID=… EOF`. */
function isSetInHeredoc(source: SourceText, { start, end }: FoundId): boolean {
	if (source.language !== 'terraform' || !source.text.holds('<<')) return false;
	const line = source.text.slice(Math.max(source.lineStart(start), start - 300), start);
	return /^\s*(?:export\s+)?[A-Z_][A-Z0-9_]*=$/.test(line) && /^\s*$/.test(source.text.slice(end, source.lineEnd(end)));
}

/** Ruby's `%w[a b]`: words are strings there. */
export function isWordOfList(source: SourceText, offset: number): boolean {
	if (source.language !== 'ruby') return false;
	const open = source.bracketHolding(offset)?.open ?? -1;
	return open >= 2 && /%[wWiI]$/.test(source.text.slice(open - 2, open));
}

/** A string in Python that is a statement of its own. */
function isDocstring(source: SourceText, start: number, end: number, quote: string): boolean {
	if (source.language !== 'python' || quote.length !== 3) return false;
	const before = source.code.slice(Math.max(source.lineStart(start), start - 300), start);
	if (!/^\s*[rRuUbB]{0,2}$/.test(before)) return false;
	if (source.bracketAround(start) !== -1) return false;
	const lineStart = source.lineStart(start);
	const previous = source.code
		.slice(Math.max(0, lineStart - 400), lineStart)
		.trimEnd()
		.slice(-1);
	return previous !== '=' && previous !== '\\' && /^\s*(?:\n|$)/.test(source.code.slice(end, end + 200));
}
