/** Named in the Problems panel, and what the quick fixes recognise their own findings by. */
export const diagnosticSource = 'Bedrock Profiles';
