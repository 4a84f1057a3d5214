import { Button, Choices, type Problems, TextArea } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Page, Title, Warning } from '#base/web/page-parts.tsx'
import { type Answers, leastShown, optionsOf, type Question, type QuestionFacts, type Wave, waveWords } from '../evaluation.ts'
import { answerField } from '../forms.ts'

const Field = ({ question, value, problems }: { question: Question; value: string; problems: Problems | undefined }) => {
  const common = { name: answerField(question.id), label: question.label, ...(problems ? { problems } : {}) }
  return question.kind === 'text' ? (
    <TextArea {...common} value={value} hint="Please name no child, no family and no colleague. Somebody at the council reads it first" />
  ) : (
    <Choices
      {...common}
      type="radios"
      values={[value]}
      inline={question.kind === 'scale'}
      small={question.kind !== 'scale'}
      options={optionsOf(question).map(([option, text]) => ({ value: option, text }))}
    />
  )
}

type QuestionFieldsProps = {
  questions: readonly Question[]
  typed: Answers
  problems?: Problems | undefined
}

/** As whoever is asked sees it. */
export const QuestionFields = ({ questions, typed, problems }: QuestionFieldsProps) => (
  <>
    {questions.map((question) => (
      <Field question={question} value={typed[question.id] ?? ''} problems={problems} />
    ))}
  </>
)

const Kept = () => (
  <P>
    Your answers are kept without your name, apart from your link and without the time. The link notes only that it was used, and on which
    day. Nobody sees an answer before {leastShown} people have answered, and then only all of them together. You can leave out any question.
  </P>
)

type EvaluatePageProps = {
  title: string
  wave: Wave
  /** Their certificate waits for it. */
  waits: boolean
  token: string
  questions: readonly Question[]
  typed: Answers
  problems?: Problems | undefined
}

export const EvaluatePage = ({ title, wave, waits, token, questions, typed, problems }: EvaluatePageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <span class="govuk-caption-l">{title}</span>
    <Title>{wave === 'after' ? 'What was it worth?' : 'What has changed since?'}</Title>
    <Kept />
    {waits ? <P>Your certificate follows on the day after you have answered, or once the time to answer is over.</P> : null}
    {wave === 'head' ? <P>These questions are about how your school works, never about the person who came.</P> : null}
    <form method="post" action={`/evaluate/${token}`} novalidate>
      <QuestionFields questions={questions} typed={typed} problems={problems} />
      <Button>Send</Button>
    </form>
  </Page>
)

export const AnsweredPage = ({ title, said }: { title: string; said: string }) => (
  <Page>
    <span class="govuk-caption-l">{title}</span>
    <Title>{said}</Title>
    <P>Your answers were taken. They cannot be found again, shown to you or changed, for nothing ties them to you.</P>
    <P>
      <Link href="/events">See what comes next</Link>
    </P>
  </Page>
)

export const ClosedPage = ({ title }: { title: string }) => (
  <Page>
    <span class="govuk-caption-l">{title}</span>
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
          {question.kind === 'text'
            ? 'In your own words'
            : optionsOf(question)
                .map(([, text]) => text)
                .join(', ')}
        </span>
      </li>
    ))}
  </ol>
)

type AskedPageProps = {
  title: string
  waves: readonly { wave: Wave; weeks: number; questions: readonly QuestionFacts[] }[]
}

/** What everybody can read before the event: what will be asked, of whom, and what is kept. */
export const AskedPage = ({ title, waves }: AskedPageProps) => (
  <Page>
    <span class="govuk-caption-l">{title}</span>
    <Title>What is asked after the event</Title>
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
  </Page>
)

export const NoNames = () => (
  <Warning>Texts can hold names of children, families or colleagues. Show none that does, or that tells who wrote it.</Warning>
)
