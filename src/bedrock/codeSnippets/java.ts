import { nativeBody, type SnippetFacts } from './snippetFacts';

export function java(facts: SnippetFacts): string {
	const { modelId, sourceRegion } = facts;
	if (facts.answers !== 'text') {
		return `import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

public class InvokeProfile {
    public static void main(String[] args) {
        try (var client = BedrockRuntimeClient.builder().region(Region.of("${sourceRegion}")).build()) {
            var response = client.invokeModel(request -> request
                    .modelId("${modelId}")
                    .contentType("application/json")
                    .body(SdkBytes.fromUtf8String("${nativeBody(facts).replaceAll('"', '\\"')}")));
            System.out.println(response.body().asUtf8String());
        }
    }
}
`;
	}
	return `import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;

public class ConverseWithProfile {
    public static void main(String[] args) {
        try (var client = BedrockRuntimeClient.builder().region(Region.of("${sourceRegion}")).build()) {
            var response = client.converse(request -> request
                    .modelId("${modelId}")
                    .messages(message -> message
                            .role(ConversationRole.USER)
                            .content(ContentBlock.fromText("Hello")))
                    .inferenceConfig(config -> config.maxTokens(512)));
            response.output().message().content().stream()
                    .filter(block -> block.text() != null)
                    .forEach(block -> System.out.println(block.text()));
        }
    }
}
`;
}
