import type { Comparison } from './comparison';

export type ScriptLanguage = 'python' | 'typescript';

/**
 * A program that makes the same comparison: runs in rounds, the targets of a round in random order, and prints CSV. It
 * needs the language's AWS SDK and nothing else. Every text goes in as a JSON string, which both languages read.
 */
export function toScript({ settings, targets }: Comparison, language: ScriptLanguage): string {
	const listed = targets.map(({ modelId, sourceRegion }) => [sourceRegion, modelId] as const);
	return language === 'python' ? python(settings, listed) : typescript(settings, listed);
}

type Settings = Comparison['settings'];
type Listed = readonly (readonly [string, string])[];

function python({ maxTokens, prompt, runs, seed, warmUp }: Settings, targets: Listed): string {
	return `"""Compares the latency of Amazon Bedrock targets. Needs: pip install boto3"""
import csv
import random
import sys
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

TARGETS = [  # (source region, model ID or inference profile)
${targets.map(([region, modelId]) => `    (${text(region)}, ${text(modelId)}),`).join('\n')}
]
PROMPT = ${text(prompt)}
RUNS = ${runs}
WARM_UP = ${warmUp}
MAX_TOKENS = ${maxTokens}

# One attempt each: a retry inside the SDK would be measured as latency.
CONFIG = Config(retries={"total_max_attempts": 1}, read_timeout=300)
clients = {region: boto3.client("bedrock-runtime", region_name=region, config=CONFIG) for region, _ in TARGETS}


def run(region, model_id):
    started = time.perf_counter()
    response = clients[region].converse_stream(
        modelId=model_id,
        messages=[{"role": "user", "content": [{"text": PROMPT}]}],
        inferenceConfig={"maxTokens": MAX_TOKENS},
    )
    first = None
    metadata = {}
    for event in response["stream"]:
        if first is None and "contentBlockDelta" in event:
            first = time.perf_counter()
        metadata = event.get("metadata", metadata)
    ended = time.perf_counter()
    return [
        "" if first is None else round((first - started) * 1000),
        metadata.get("metrics", {}).get("latencyMs", ""),
        round((ended - started) * 1000),
        metadata.get("usage", {}).get("outputTokens", ""),
        response["ResponseMetadata"]["RequestId"],
    ]


def run_when_there_is_room(region, model_id):
    pause = 1
    while True:
        try:
            return run(region, model_id)
        except ClientError as error:
            if error.response["Error"]["Code"] != "ThrottlingException" or pause > 64:
                raise
            time.sleep(pause + random.random())
            pause *= 2


random.seed(${seed})
writer = csv.writer(sys.stdout)
writer.writerow(["round", "source_region", "model_id", "time_to_first_token_ms", "service_latency_ms",
                 "total_latency_ms", "output_tokens", "request_id"])
for number in range(WARM_UP + RUNS):
    for region, model_id in random.sample(TARGETS, len(TARGETS)):
        row = run_when_there_is_room(region, model_id)
        if number >= WARM_UP:
            writer.writerow([number - WARM_UP, region, model_id, *row])
            sys.stdout.flush()
`;
}

function typescript({ maxTokens, prompt, runs, warmUp }: Settings, targets: Listed): string {
	return `// Compares the latency of Amazon Bedrock targets. Needs: npm install @aws-sdk/client-bedrock-runtime
import { BedrockRuntimeClient, ConverseStreamCommand, ThrottlingException } from '@aws-sdk/client-bedrock-runtime';
import { setTimeout as sleep } from 'node:timers/promises';

// [source region, model ID or inference profile]
const targets: [string, string][] = [
${targets.map(([region, modelId]) => `\t[${text(region)}, ${text(modelId)}],`).join('\n')}
];
const prompt = ${text(prompt)};
const runs = ${runs};
const warmUp = ${warmUp};
const maxTokens = ${maxTokens};

// One attempt each: a retry inside the SDK would be measured as latency.
const clients = new Map(
\ttargets.map(([region]): [string, BedrockRuntimeClient] => [region, new BedrockRuntimeClient({ region, maxAttempts: 1 })]),
);

async function run(region: string, modelId: string): Promise<(string | number)[]> {
\tconst started = performance.now();
\tconst output = await clients.get(region)!.send(
\t\tnew ConverseStreamCommand({
\t\t\tmodelId,
\t\t\tmessages: [{ role: 'user', content: [{ text: prompt }] }],
\t\t\tinferenceConfig: { maxTokens },
\t\t}),
\t);
\tlet first: number | undefined;
\tlet latency: number | undefined;
\tlet tokens: number | undefined;
\tfor await (const event of output.stream ?? []) {
\t\tif (event.contentBlockDelta) first ??= performance.now();
\t\tlatency = event.metadata?.metrics?.latencyMs ?? latency;
\t\ttokens = event.metadata?.usage?.outputTokens ?? tokens;
\t}
\treturn [
\t\tfirst === undefined ? '' : Math.round(first - started),
\t\tlatency ?? '',
\t\tMath.round(performance.now() - started),
\t\ttokens ?? '',
\t\toutput.$metadata.requestId ?? '',
\t];
}

async function runWhenThereIsRoom(region: string, modelId: string): Promise<(string | number)[]> {
\tfor (let pause = 1_000; ; pause *= 2) {
\t\ttry {
\t\t\treturn await run(region, modelId);
\t\t} catch (error) {
\t\t\tif (!(error instanceof ThrottlingException) || pause > 64_000) throw error;
\t\t\tawait sleep(pause + Math.random() * 1_000);
\t\t}
\t}
}

console.log(
\t'round,source_region,model_id,time_to_first_token_ms,service_latency_ms,total_latency_ms,output_tokens,request_id',
);
for (let round = 0; round < warmUp + runs; round += 1) {
\tconst order = targets.map((target) => ({ target, key: Math.random() })).sort((a, b) => a.key - b.key);
\tfor (const { target: [region, modelId] } of order) {
\t\tconst row = await runWhenThereIsRoom(region, modelId);
\t\tif (round >= warmUp) console.log([round - warmUp, region, modelId, ...row].join(','));
\t}
}
`;
}

/** A JSON string is a string of both languages, once what no source file should hold is written as an escape. */
function text(value: string): string {
	return JSON.stringify(value).replace(
		/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}
