/** A Bedrock ARN in a policy; `partition` and `region` may hold wildcards and holes, `id` wildcards. */
export interface PolicyArn {
	readonly partition: string;
	readonly region: string;
	readonly id: string;
	readonly start: number;
}

/** `${AWS::Region}`, `${stack.region}`, `#{region}`, `{region}`: what is filled in when the policy is made. */
const hole = String.raw`[$#]?\{[^{}\s"'\`]{1,80}\}`;
const part = String.raw`(?:[\w*.-]|${hole})`;
const head = String.raw`arn:(${part}{1,40}?):bedrock:(${part}{0,60}?):`;

const wholeHole = new RegExp(`^${hole}$`);
const arnBefore = new RegExp(
	String.raw`arn:(aws[a-z-]*|\*|${hole}):bedrock:([a-z0-9-]*|\*|${hole}):[^\s"'/]*:(?:foundation-model|inference-profile)/$`,
);
const withAccount = new RegExp(
	String.raw`arn:(?:aws[\w-]*|${hole}):[a-z0-9-]*:${part}{0,60}?:([0-9]{12}|\$\{[\w:.]{1,60}\}):`,
	'g',
);

/** The Bedrock ARNs of a text. @param resource `foundation-model` or `inference-profile`. */
export function arnsOf(text: string, resource: string): readonly PolicyArn[] {
	const pattern = new RegExp(String.raw`${head}${part}{0,60}?:${resource}/([\w*.:-]+)`, 'g');
	return Array.from(text.matchAll(pattern), ({ 1: partition = '', 2: region = '', 3: id = '', index }) => ({
		partition,
		region,
		id,
		start: index,
	}));
}

/** The ARN whose ID begins at an offset. */
export function arnAt(text: string, start: number): PolicyArn | undefined {
	const match = arnBefore.exec(text.slice(Math.max(0, start - 300), start));
	return match ? { partition: match[1] ?? 'aws', region: match[2] ?? '', id: '', start } : undefined;
}

/** The account as the policies of this text write it: a number, a variable; `*` where they name none or several. */
export function accountIn(text: string): string {
	const accounts = new Set([...text.matchAll(withAccount)].map(([, account = '']) => account));
	const [only = '*', other] = accounts;
	return other === undefined ? only : '*';
}

/** One Region that is not known before the policy is made. */
export function isHole(region: string): boolean {
	return wholeHole.test(region);
}

/** A name that is given one Region after another: of a loop, or the parameter of a function. */
export function isFilledOften(text: string, region: string): boolean {
	const name = /^[$#]?\{([A-Za-z_]\w*)/.exec(region)?.[1];
	if (name === undefined) return false;
	if (name === 'each') return true;
	return new RegExp(
		[
			String.raw`\bfor(?:each)?\s*\(?\s*(?:\w+[\s,]\s*)?${name}\b`,
			String.raw`\b${name}\b[\w\s:,?]{0,60}\)?\s*(?:=>|->)`,
			String.raw`\|\s*${name}\s*\|`,
			String.raw`\b(?:def|func|fun|function|fn|lambda)\b[^\n]{0,200}\b${name}\b`,
		].join('|'),
	).test(text);
}
