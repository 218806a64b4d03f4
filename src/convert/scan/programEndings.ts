/** What {@link endingOf} says of data: programs and scripts of any language read it. */
export const data = 'data';
/** Of values for the variables of a Terraform module. */
const values = 'tfvars';

/** Of a program or a Terraform text, or that it is data; empty for anything else. TypeScript and JavaScript use each other, C++ its headers. */
export function endingOf(name: string): string {
	const ending =
		/\.(py|[cm]?[jt]sx?|java|kt|go|cs|fs|rs|php|rb|[rR]|swift|scala|dart|ex|tf|cc|cpp|cxx|h|hpp)$/.exec(name)?.[1] ??
		'';
	if (/\.tfvars(?:\.\w+)?$/.test(name)) return values;
	if (ending === '')
		return /\.(?:json|ya?ml|toml|ini|properties|env)$|(?:^|\/)\.(?:env|dev\.vars)[\w.-]*$/.test(name) ? data : '';
	if (/^[cm]?[jt]sx?$/.test(ending)) return 'ts';
	return /^(?:c[cpx]+|h|hpp)$/.test(ending) ? 'cpp' : ending.toLowerCase();
}

/** May use the names of a file with such an ending, or read it. */
export function mayUse(name: string, ending: string): boolean {
	if (ending === values) return endingOf(name) === 'tf';
	if (ending !== data) return endingOf(name) === ending;
	return /\.(?:sh|bash|ps1|py|[cm]?[jt]sx?|go|rb|java|kt|scala|cs|fs|swift|dart|exs?|[rR]|cc|cpp|h|hpp|php|rs|mk|ya?ml)$|(?:^|\/)(?:Makefile|justfile|Dockerfile)$/.test(
		name,
	);
}

/** What such a user has to speak of: of Bedrock, or of where the AWS CDK deploys it; of a model or a Region where it reads data. */
export function isOfInterest(text: string, ending: string): boolean {
	if (ending === data) return /model|bedrock|[a-z]{2}-[a-z-]{1,30}-[0-9]/i.test(text);
	// The files of a Terraform module share their names: any of them may build something of a model's.
	if ((ending === 'tf' || ending === values) && text.includes('model')) return true;
	// Who gives a flag of the command line or an option its default need not know what it is for.
	if (ending === 'go' && /region", /i.test(text)) return true;
	if (ending === 'r' && /\.\w*region\s*=/i.test(text)) return true;
	// A script imports the function that asks a model and the constant that names one: neither need name the service.
	if ((ending === 'py' || ending === 'ts') && /model|llm|converse/i.test(text)) return true;
	return /bedrock|\baws_?cdk\b|\baws-cdk-lib\b|\bAmazon\.CDK\b/i.test(text) || namesRegion.test(text);
}

/** Who gives another text's client its Region need not name the service: `Summaries("eu-west-1")`, `Region.EU_WEST_1`. */
const namesRegion =
	/\b[a-z]{2}-(?:gov-)?(?:north|south|east|west|central)[a-z]{0,4}-\d\b|\bRegion(?:Endpoint)?(?:\.|::)(?:[A-Z]{2}[A-Z_a-z])/;
