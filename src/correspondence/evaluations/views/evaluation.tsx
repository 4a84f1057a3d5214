import { choicesOf, questionKinds } from '#base/questions/kind.ts'
import { Caption, Heading, Link, P, Page, Title, Warning } from '#base/web/page-parts.tsx'
import { leastShown, type QuestionFacts, type Wave, waveWords } from '../evaluation.ts'

const Kept = () => (
  <P>
    Your answers are kept without your name, apart from your link and without the time. The link notes only that it was used, and on which
    day. Nobody sees an answer before {leastShown} people have answered, and then only all of them together. You can leave out any question.
  </P>
)

/** @param waits their certificate waits for it */
export const BeforeQuestions = ({ wave, waits }: { wave: Wave; waits: boolean }) => (
  <>
    <Kept />
    {waits ? <P>Your certificate follows on the day after you have answered, or once the time to answer is over.</P> : null}
    {wave === 'head' ? <P>These questions are about how your school works, never about the person who came.</P> : null}
  </>
)

export const AnsweredPage = ({ title }: { title: string }) => (
  <Page>
    <Caption>{title}</Caption>
    <Title>You have answered</Title>
    <P>Your answers were taken. They cannot be found again, shown to you or changed, for nothing ties them to you.</P>
    <P>
      <Link href="/events">See what comes next</Link>
    </P>
  </Page>
)

export const ClosedPage = ({ title }: { title: string }) => (
  <Page>
    <Caption>{title}</Caption>
    <Title>The time to answer is over</Title>
    <P>Nothing was kept. Thank you for wanting to answer.</P>
  </Page>
)

export const NoLinkPage = () => (
  <Page>
    <Title>This link does not work</Title>
    <P>Check that you have the whole address: some mail programs cut a long link into two lines.</P>
  </Page>
)

const QuestionList = ({ questions }: { questions: readonly QuestionFacts[] }) => (
  <ol class="govuk-list govuk-list--number">
    {questions.map((question) => (
      <li>
        {question.label}
        <span class="muster-also">
          {choicesOf(question)
            .map(([, text]) => text)
            .join(', ') || questionKinds[question.kind].word.replace('their own', 'your own')}
        </span>
      </li>
    ))}
  </ol>
)

type AskedPageProps = {
  waves: readonly { wave: Wave; weeks: number; questions: readonly QuestionFacts[] }[]
}

export const AskedPage = ({ waves }: AskedPageProps) => (
  <>
    <P>
      Whether you answer is up to you: your attendance counts either way. Answers are kept without names and shown only together, of at
      least {leastShown} people.
    </P>
    {waves.map(({ wave, weeks, questions }) => (
      <>
        <Heading>{waveWords[wave].label}</Heading>
        <P>
          To {waveWords[wave].whom}, {waveWords[wave].when(weeks)}.
          {wave === 'head' ? ' The head is asked about the school, and no answer about a person is kept.' : ''}
        </P>
        <QuestionList questions={questions} />
      </>
    ))}
  </>
)

export const NoNames = () => (
  <Warning>Texts can hold names of children, families or colleagues. Show none that does, or that tells who wrote it.</Warning>
)
