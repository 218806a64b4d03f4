import { expect, test } from 'vitest';
import { placeSnippet } from '../../../src/chat/placeSnippet';

const source = `import boto3

class Chat:
    def __init__(self):
        self.client = boto3.client("bedrock-runtime")

    def ask(self, text):
        response = self.client.converse(
            modelId="anthropic.claude",
            messages=text,
        )
        return response["output"]

    def close(self):
        self.client = None
`;
const cursor = (offset: number) => ({ start: offset, end: offset });

test.each<[name: string, snippet: string, expected: string]>([
	[
		'a changed method takes the place of the old one, in its indentation',
		'def ask(self, text):\n    response = self.client.converse(\n        modelId="us.anthropic.claude",\n        messages=text,\n    )\n    return response["output"]\n',
		source.replace('"anthropic', '"us.anthropic'),
	],
	[
		'a whole file takes the place of the whole',
		source.replace('import boto3\n', 'import boto3\nimport os\n').replace('text,', 'text, # x'),
		source.replace('import boto3\n', 'import boto3\nimport os\n').replace('text,', 'text, # x'),
	],
	[
		'a unified diff is applied, wherever its numbers point',
		'--- a/chat.py\n+++ b/chat.py\n@@ -90,3 +90,4 @@\n     def close(self):\n+        self.client.close()\n         self.client = None\n',
		source.replace(
			'(self):\n        self.client = None',
			'(self):\n        self.client.close()\n        self.client = None',
		),
	],
	[
		'two hunks, the second moved by the first',
		'@@ -1 +1,2 @@\n import boto3\n+import os\n@@ -9 +10 @@\n-            modelId="anthropic.claude",\n+            modelId=os.environ["MODEL"],\n',
		source.replace('import boto3\n', 'import boto3\nimport os\n').replace('"anthropic.claude"', 'os.environ["MODEL"]'),
	],
	['code that is like nothing goes to the cursor', 'print("hello")\n', `print("hello")\n${source}`],
	['a brace alone is like nothing', '}\n', `}\n${source}`],
])('%s', (_name, snippet, expected) => {
	expect(placeSnippet(source, snippet, cursor(0))).toBe(expected);
});

test.each<[name: string, document: string, snippet: string, expected: string]>([
	['before a line', '|"""Asks."""\n', 'print(1)\n', 'print(1)\n"""Asks."""\n'],
	['before a line of Windows', 'a\r\n|b\r\n', 'x\ny\n', 'a\r\nx\r\ny\r\nb\r\n'],
	['before the text of an indented line', 'if a:\n    |b()\n', 'c()', 'if a:\n    c()\n    b()\n'],
	['on an empty line', 'a\n|\nb\n', 'x', 'a\nx\nb\n'],
	['on an indented empty line', 'a:\n  |\nb\n', 'x', 'a:\n  x\nb\n'],
	['behind a line', 'a()|\nb()\n', 'x()', 'a()\nx()\nb()\n'],
	['at the end of a file without a last line break', 'a()|', 'x()\ny()', 'a()\nx()\ny()'],
	['at the end of a file with one', 'a()\n|', 'x()\n', 'a()\nx()\n'],
	['behind the beginning of a line', 'const a = |\nb()\n', 'x()', 'const a = x()\nb()\n'],
	['behind what goes on', 'client|\n', '.send()', 'client.send()\n'],
	['within a line', 'f(|, 1)\n', 'x()', 'f(x(), 1)\n'],
	['lines within a line', 'a();| b();\n', 'x();\ny();', 'a();\nx();\ny();\n b();\n'],
])('at the cursor %s', (_name, document, snippet, expected) => {
	expect(placeSnippet(document.replace('|', ''), snippet, cursor(document.indexOf('|')))).toBe(expected);
});

test('what is selected is replaced, whatever else is like it', () => {
	const start = source.indexOf('    def close');
	const selected = { start, end: source.length };
	expect(placeSnippet(source, 'def ask(self, text):\n    pass\n', selected)).toBe(
		`${source.slice(0, start)}def ask(self, text):\n    pass\n`,
	);
});

test('a diff whose old lines are not there is refused, and so is one of several files', () => {
	expect(placeSnippet(source, '@@ -1 +1 @@\n-import os\n+import sys\n', cursor(0))).toBeUndefined();
	const two = '--- a\n+++ b\n@@ -1 +1 @@\n-import boto3\n+import os\n--- c\n+++ d\n@@ -1 +1 @@\n-x\n+y\n';
	expect(placeSnippet(source, two, cursor(0))).toBeUndefined();
});

test('line breaks are the document’s own', () => {
	const windows = source.replaceAll('\n', '\r\n');
	const snippet = '    def close(self):\n        self.client.close()\n        self.client = None\n';
	const result = placeSnippet(windows, snippet, cursor(0)) ?? '';
	expect(result.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
	expect(result).toContain('self.client.close()\r\n        self.client = None\r\n');
	expect(placeSnippet(windows, '@@ -1 +1 @@\n-import boto3\n+import os\n', cursor(0))).toBe(
		windows.replace('boto3\r\n', 'os\r\n'),
	);
});

test('hostile sizes end at the cursor, and soon', () => {
	const line = 'word word\n';
	const large = line.repeat(30_000);
	expect(placeSnippet(large, line.repeat(30_000), cursor(0))).toHaveLength(2 * large.length);
	const many = line.repeat(19_000);
	expect(placeSnippet(many, many, cursor(0))).toHaveLength(many.length);
	expect(placeSnippet('', 'x', cursor(0))).toBe('x');
});
