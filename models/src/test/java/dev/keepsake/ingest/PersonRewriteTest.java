package dev.keepsake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonRewriteTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "I like figs | User likes figs",
                "i study law | User studies law",
                "I watch films and go to concerts | User watches films and goes to concerts",
                "I love food and travel | User loves food and travel",
                "I want to swim and run a marathon | User wants to swim and run a marathon",
                "I'm a nurse | User is a nurse",
                "I am not vegan | User is not vegan",
                "I've lived in Graz | User has lived in Graz",
                "I'd love a boat | User would love a boat",
                "I'd been ill | User had been ill",
                "I'll move to Cork | User will move to Cork",
                "I don't eat meat | User doesn't eat meat",
                "I haven't met Bo | User hasn't met Bo",
                "I can swim | User can swim",
                "I was born in Oslo | User was born in Oslo",
                "I bought a car | User bought a car",
                "I read every night | User reads every night",
                "I read that book last week | User read that book last week",
                "I always carry my keys | User always carries their keys",
                "My keys are gone | User's keys are gone",
                "The car is mine | The car is User's",
                "Bo called me | Bo called User",
                "I taught myself Go | User taught themselves Go",
                "We live in Oslo | User and others live in Oslo",
                "Our dog is old | User's dog is old",
                "My wife and I live in Oslo | User's wife and User live in Oslo",
                "Ben and I are friends | Ben and User are friends",
                "I love 'My Neighbor Totoro' | User loves 'My Neighbor Totoro'",
                "I watched How I Met Your Mother | User watched How I Met Your Mother",
                "I listen to My Chemical Romance | User listens to My Chemical Romance",
                "what can I make | what can User make",
                "You should rest | You should rest",
            })
    void aUserIsToldInTheThirdPerson(String said, String told) {
        assertThat(PersonRewrite.ofPerson("User", null).rewrite(Phrase.of(said, Tasks.ENGLISH)))
                .isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "I booked your flight | Assistant booked User's flight",
                "I sent it to you | Assistant sent it to User",
                "I moved it because you like mornings | Assistant moved it because User likes mornings",
                "I moved it since you're away | Assistant moved it since User is away",
            })
    void anAssistantSpeaksToTheUser(String said, String told) {
        assertThat(
                        PersonRewrite.ofAssistant("Assistant", "User")
                                .rewrite(Phrase.of(said, Tasks.ENGLISH)))
                .isEqualTo(told);
    }
}
