import type { Fault } from '../faults';

/** The faults that the status page offers, by the name that its list shows. */
export const faultPresets: ReadonlyMap<string, Fault> = new Map<string, Fault>([
	['ThrottlingException', error('ThrottlingException', 429, 'Too many requests, please wait before trying again.')],
	[
		'ServiceUnavailableException',
		error('ServiceUnavailableException', 503, 'Bedrock is unable to process your request.'),
	],
	[
		'InternalServerException',
		error(
			'InternalServerException',
			500,
			'The system encountered an unexpected error during processing. Try your request again.',
		),
	],
	[
		'AccessDeniedException',
		error('AccessDeniedException', 403, "You don't have access to the model with the specified model ID."),
	],
	[
		'ModelTimeoutException',
		error('ModelTimeoutException', 408, 'Model has timed out in processing the request. Try your request again.'),
	],
	[
		'ExpiredTokenException',
		error('ExpiredTokenException', 403, 'The security token included in the request is expired'),
	],
	['latency', { kind: 'latency', milliseconds: 2_000 }],
	['silence', { kind: 'silence' }],
	['html', { kind: 'html' }],
	['stall', { kind: 'stall', after: 5 }],
	['cutAtFrame', { kind: 'cutAtFrame', after: 5 }],
	['cutInFrame', { kind: 'cutInFrame', after: 5 }],
	['fin', { kind: 'fin', after: 5 }],
	['reset', { kind: 'reset', after: 5 }],
	['rstStream', { kind: 'rstStream', after: 5, code: 8 }],
	['goaway', { kind: 'goaway', after: 5, code: 0 }],
	['badCrc', { kind: 'badCrc', after: 5 }],
	[
		'exception',
		{
			kind: 'exception',
			after: 5,
			name: 'throttlingException',
			message: 'Too many requests, please wait before trying again.',
		},
	],
	['drip', { kind: 'drip', after: 5 }],
]);

function error(name: string, status: number, message: string): Fault {
	return { kind: 'error', name, status, message };
}
