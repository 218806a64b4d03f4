import type { AnswerFacts } from './answerFacts';
import type { Attachment, ToolResult } from './prompt';
import type { Random } from './random';
import { pick } from './random';

export function japaneseAnswer(facts: AnswerFacts, random: Random): string {
	const sections = [
		pick(random, [
			'**この回答はモデルではなく、シミュレーターが作成しました。** 質問を読んだモデルはありませんが、通信の手順は本物と同じです。',
			'**これはシミュレーターの文章で、モデルの回答ではありません。** 本物と同じなのは、リクエスト、署名、ストリームの届き方です。',
			'**お読みの文章はシミュレーターによるものです。** 答えそのものは分かりませんが、何が届いたかをお見せします。',
		]),
		question(facts, random),
		'### リクエストの内容\n\n' +
			list(facts)
				.map((line) => `- ${line}`)
				.join('\n'),
		'### トークン数\n\n' + table(facts),
		`### 同じリクエストのコード\n\n${pick(random, [
			'次のプログラムで同じ質問を送信できます。',
			'ご自身のプログラムから質問するには、次のように書きます。',
		])}\n\n\`\`\`${facts.code.language}\n${facts.code.text}\n\`\`\``,
		...(facts.wantsLength ? essay : []),
		pick(random, [
			'AWS に接続すると、モデルが回答します。ID とリージョンはそのままで構いません。',
			'AWS に接続すれば、同じリクエストがそのままモデルに届きます。',
		]),
	];
	return sections.join('\n\n');
}

function question(facts: AnswerFacts, random: Random): string {
	if (facts.question === '') return '最後のメッセージには本文がありません。';
	const opening = pick(random, ['ご質問は次のとおりです。', '届いた質問です。', 'お尋ねの内容は次のとおりです。']);
	const earlier = facts.earlierQuestion
		? `\n\nこの会話の ${facts.turnNumber} 番目の質問です。一つ前は「${facts.earlierQuestion}」でした。`
		: '';
	return `${opening}\n\n> ${facts.question}${earlier}`;
}

function list(facts: AnswerFacts): string[] {
	return [
		`ID は \`${facts.requestedId}\`、送信先は \`${facts.sourceRegion}\`、モデルは **${facts.modelName}** です`,
		facts.systemPrompt ? `システムプロンプト：「${facts.systemPrompt}」` : 'システムプロンプトはありません',
		...(facts.attachments.length > 0 ? facts.attachments.map(attachment) : ['添付ファイルはありません']),
		...facts.toolResults.map(toolResult),
	];
}

const kinds: Readonly<Record<Attachment['kind'], string>> = {
	image: '画像',
	document: 'ドキュメント',
	video: '動画',
	audio: '音声',
};

function toolResult({ excerpt, isError, toolUseId }: ToolResult): string {
	return `ツール呼び出し \`${toolUseId}\` の${isError ? 'エラー' : '結果'}：「${excerpt}」`;
}

function attachment(item: Attachment): string {
	const name = item.name ? `「${item.name}」` : '';
	const size = item.size === undefined ? 'Amazon S3 に保存' : `${item.size.toLocaleString('ja-JP')} バイト`;
	const pixels = item.width && item.height ? `、${item.width} × ${item.height} ピクセル` : '';
	const start = item.excerpt ? `、冒頭は「${item.excerpt}」` : '';
	return `${kinds[item.kind]}${name}：${item.format || '形式の指定なし'}、${size}${pixels}${start}`;
}

function table(facts: AnswerFacts): string {
	const { attachments, conversation, system } = facts.tokens;
	return [
		'| 内訳 | 入力トークン |',
		'| --- | ---: |',
		`| システムプロンプト | ${system} |`,
		`| 会話 | ${conversation} |`,
		`| 添付ファイル | ${attachments} |`,
		`| **合計** | **${attachments + conversation + system}** |`,
	].join('\n');
}

const essay = [
	'### リクエストの行き先\n\nリクエストはプロファイルを指定して *送信元リージョン* に届きます。ログと請求はそこに残ります。モデルはプロファイルの *送信先リージョン* のいずれかで実行され、送信元リージョンに余裕があるうちはそこで実行されます。',
	'### ID の違い\n\n1. モデル ID だけなら、一つのリージョンの容量しか使えません。\n2. プロファイル ID なら、リージョンセット全体を使えます。\n3. オンデマンドがないモデルは、プロファイルでしか呼び出せません。',
	'### 変わらないもの\n\nメッセージ、パラメーター、回答の形式は、プロファイルを使っても変わりません。料金はどこで実行されても送信元リージョンのものですが、モデルによってはグローバルプロファイルのほうが地域のプロファイルより安くなります。実行されたリージョンは回答からは分からず、呼び出しログに記録されます。',
];
