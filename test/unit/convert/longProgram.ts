/** IDs as programs have them: current, old, profiles. */
const models = [
	'anthropic.claude-sonnet-4-5-20250929-v1:0',
	'amazon.nova-lite-v1:0',
	'us.anthropic.claude-haiku-4-5-20251001-v1:0',
	'anthropic.claude-3-haiku-20240307-v1:0',
	'meta.llama3-3-70b-instruct-v1:0',
];
const regions = ['us-east-1', 'eu-west-1', 'us-west-2'];

const languages = {
	python: {
		head: `import boto3
import json
import logging
from datetime import datetime

logger = logging.getLogger(__name__)
DEFAULT_MODEL = "${models[0] ?? ''}"
`,
		asking: (index: number, id: string | undefined) => `
def summarize_document_${String(index)}(document, language="en", temperature=0.${String(index % 9)}):
    """Summarizes one document and returns the text of the answer.

    The document is split into parts of at most ${String(index)} paragraphs.
    """
    client_${String(index)} = boto3.client("bedrock-runtime", region_name="${regions[index % 3] ?? ''}")
    parts = [part.strip() for part in document.split("\\n\\n") if part.strip()]
    messages = []
    for index, part in enumerate(parts):
        # Each part goes into a message of its own.
        messages.append({"role": "user", "content": [{"text": f"Part {index}: {part}"}]})
    response = client_${String(index)}.converse(
        modelId=${id === undefined ? 'DEFAULT_MODEL' : `"${id}"`},
        messages=messages,
        inferenceConfig={"maxTokens": ${String(500 + index)}, "temperature": temperature},
    )
    logger.info("Summarized %s parts in %s", len(parts), language)
    total = sum(len(part) for part in parts) / max(1, len(parts))
    if total > 1_000:
        raise ValueError(f"document ${String(index)} is too long: {total}")
    return response["output"]["message"]["content"][0]["text"]
`,
		other: (index: number) => `
class Report${String(index)}:
    """A report of one day."""

    def __init__(self, name, rows=None):
        self.name = name
        self.rows = rows or []
        self.created_at = datetime.utcnow()

    def add(self, row):
        if not isinstance(row, dict):
            raise TypeError("row must be a dict")
        self.rows.append({**row, "index": len(self.rows)})
        return self

    def total(self, key="amount"):
        return sum(row.get(key, 0) for row in self.rows)

    def to_json(self):
        return json.dumps({"name": self.name, "rows": self.rows, "total": self.total()})
`,
	},
	typescript: {
		head: `import { BedrockRuntimeClient, ConverseCommand, type Message } from '@aws-sdk/client-bedrock-runtime';

const defaultModel = '${models[0] ?? ''}';
`,
		asking: (index: number, id: string | undefined) => `
export async function summarizeDocument${String(index)}(document: string, language = 'en'): Promise<string> {
	const client = new BedrockRuntimeClient({ region: '${regions[index % 3] ?? ''}' });
	const parts = document.split(/\\n\\n+/).map((part) => part.trim()).filter((part) => part.length > 0);
	// Each part goes into a message of its own.
	const messages: Message[] = parts.map((part, index) => ({
		role: 'user',
		content: [{ text: \`Part \${index}: \${part}\` }],
	}));
	const response = await client.send(
		new ConverseCommand({
			modelId: ${id === undefined ? 'defaultModel' : `'${id}'`},
			messages,
			inferenceConfig: { maxTokens: ${String(500 + index)}, temperature: 0.2 },
		}),
	);
	if (parts.length > 1_000) {
		throw new Error(\`document ${String(index)} is too long: \${parts.length}\`);
	}
	logger.info('summarized', { parts: parts.length, language });
	return response.output?.message?.content?.[0]?.text ?? '';
}
`,
		other: (index: number) => `
/** A report of one day. */
export class Report${String(index)} {
	private readonly rows: Row[] = [];
	constructor(readonly name: string, private readonly clock: () => Date = () => new Date()) {}

	add(row: Row): this {
		if (typeof row !== 'object') throw new TypeError('row must be an object');
		this.rows.push({ ...row, index: this.rows.length });
		return this;
	}

	total(key: keyof Row = 'amount'): number {
		return this.rows.reduce((sum, row) => sum + Number(row[key] ?? 0), 0);
	}

	toJSON(): unknown {
		return { name: this.name, rows: this.rows, total: this.total(), at: this.clock().toISOString() };
	}
}
`,
	},
};

/**
 * A program as they grow: functions that ask a model, each with its client, among classes that have nothing to do with
 * Bedrock.
 * @param ids at most so many, spread over the text.
 */
export function longProgram(language: keyof typeof languages, lines: number, ids = 200): string {
	const { head, asking, other } = languages[language];
	const parts = [head];
	let count = head.split('\n').length;
	// One is in the head. A pair of parts, one of them with an ID, has about forty lines.
	const each = 2 * Math.max(1, Math.floor(lines / 40 / ids));
	for (let index = 0; count < lines; index++) {
		const isAsking = index % each === 0 && index / each < ids - 1;
		const part = isAsking ? asking(index, models[(index / each) % models.length]) : other(index);
		parts.push(part);
		count += part.split('\n').length - 1;
	}
	return parts.join('');
}
