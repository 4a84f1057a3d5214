import { type Day, sayDay, sayInstant } from '#base/dates.ts'
import { Button, DayField, optionsOf, type Problems, Select, TextArea, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Page, Table, Tag, Title } from '#base/web/page-parts.tsx'
import { choicesOf, type Question } from '#returns/forms/return-form.ts'
import type { Round } from '#returns/rounds/round.ts'
import { roundPath } from '#returns/rounds/views/round.tsx'
import { type Answer, type Checked, type Dispute, type ModeratedReturn, type PlannedAction, type Sample, sayAnswer } from '../answer.ts'
import { late, Said } from './plan.tsx'

type Typed = Readonly<Record<string, string | undefined>>

const Head = ({ round, title }: { round: Round; title: string }) => (
  <>
    <span class="govuk-caption-l">
      {round.title}, {round.year}
    </span>
    <Title>{title}</Title>
  </>
)

type DisputesPageProps = {
  round: Round
  disputes: readonly Dispute[]
  today: Day
  problems?: Problems | undefined
}

export const DisputesPage = ({ round, disputes, today, problems }: DisputesPageProps) => (
  <>
    <ErrorSummary problems={problems} />
    <Head round={round} title="What schools dispute of our record" />
    <P>A dispute delays no return. Put our record right, or say why it stands.</P>
    {disputes.length === 0 ? (
      <P>No school disputes anything.</P>
    ) : (
      <Table
        caption="Disputes"
        columns={['School', 'What was shown', 'What the school says', 'Owner', 'By', 'Settled']}
        rows={disputes.map((one) => [
          <Link href={`${roundPath(round)}/schools/${one.returnId}`}>{one.school}</Link>,
          `${one.question} ${one.shown} (as held on ${sayDay(one.heldOn)})`,
          <>
            {one.words}{' '}
            {one.redacted ? (
              <Tag colour="grey">Words taken out</Tag>
            ) : (
              <Link href={`${roundPath(round)}/schools/${one.returnId}/redactions/${one.id}?part=dispute`}>
                Take words out<span class="govuk-visually-hidden"> of the dispute of {one.school}</span>
              </Link>
            )}
          </>,
          one.owner ?? 'Nobody yet',
          <>
            {sayDay(one.dueOn)} {one.settledAt === null ? late(one.dueOn, today) : null}
          </>,
          one.settledAt === null ? (
            <form method="post" action={`${roundPath(round)}/disputes/${one.id}`}>
              <TextField name={`settled-${one.id}`} label="How it was settled" problems={problems} />
              <Button kind="secondary">Settle</Button>
            </form>
          ) : (
            `${sayInstant(one.settledAt)}: ${one.settled}`
          ),
        ])}
      />
    )}
  </>
)

type ActionsPageProps = {
  round: Round
  actions: readonly PlannedAction[]
  today: Day
  problems?: Problems | undefined
}

export const ActionsPage = ({ round, actions, today, problems }: ActionsPageProps) => (
  <>
    <ErrorSummary problems={problems} />
    <Head round={round} title="What schools mean to do" />
    {actions.length === 0 ? (
      <P>Nothing is planned yet. Schools put actions in their plan, and so can you, on the page of each school’s return.</P>
    ) : (
      <Table
        caption="Action plans"
        columns={['School', 'What', 'Who', 'By', 'Done']}
        rows={actions.map((one) => [
          <Link href={`${roundPath(round)}/schools/${one.returnId}`}>{one.school}</Link>,
          one.what,
          one.owner,
          <>
            {sayDay(one.dueOn)} {one.doneOn === null ? late(one.dueOn, today) : null}
          </>,
          <>
            <Said said={one.said} />
            {one.doneOn === null ? (
              <form method="post" action={`${roundPath(round)}/actions/${one.id}`}>
                <DayField name={`doneOn-${one.id}`} label="Done on" value={today} problems={problems} />
                <Button kind="secondary">
                  It is done<span class="govuk-visually-hidden">: {one.what}</span>
                </Button>
              </form>
            ) : (
              <details class="govuk-details govuk-!-margin-bottom-0" open={problems?.[`words-${one.id}`] !== undefined}>
                <summary class="govuk-details__summary">
                  <span class="govuk-details__summary-text">
                    It is not done<span class="govuk-visually-hidden">: {one.what}</span>
                  </span>
                </summary>
                <form method="post" action={`${roundPath(round)}/actions/${one.id}`} class="govuk-details__text">
                  <input type="hidden" name="does" value="open" />
                  <TextField name={`words-${one.id}`} label="Why is it not done?" problems={problems} />
                  <Button kind="secondary">Say that it is not done</Button>
                </form>
              </details>
            )}
          </>,
        ])}
      />
    )}
  </>
)

type ModerationPageProps = {
  round: Round
  samples: readonly Sample[]
  typed: Typed
  problems?: Problems | undefined
}

export const ModerationPage = ({ round, samples, typed, problems }: ModerationPageProps) => (
  <>
    <ErrorSummary problems={problems} />
    <Head round={round} title="Moderation" />
    <P>A sample of submitted returns is drawn by chance. The school’s own grades stay beside those that are found.</P>
    <form method="post">
      <TextField name="size" label="How many returns" inputmode="numeric" width={3} value={typed['size']} problems={problems} />
      <Button>Draw the sample</Button>
    </form>
    {samples.map(({ size, among, at, by, returns }) => (
      <>
        <Table
          caption={`Drawn on ${sayInstant(at)} by ${by}: ${size} of ${among}`}
          columns={[
            'School',
            'Visited',
            { text: 'Grades', numeric: true },
            { text: 'Checked', numeric: true },
            { text: 'Found otherwise', numeric: true },
          ]}
          rows={returns.map((one) => [
            <Link href={`${roundPath(round)}/moderation/${one.id}`}>{one.school}</Link>,
            one.visitedOn === null ? 'Not yet' : sayDay(one.visitedOn),
            ...[one.graded, one.checked, one.changed].map(String),
          ])}
        />
      </>
    ))}
  </>
)

type ModeratedPageProps = {
  round: Round
  moderated: ModeratedReturn
  graded: readonly { question: Question; answer: Answer }[]
  checked: readonly Checked[]
  typed: Typed
  problems?: Problems | undefined
}

export const ModeratedPage = ({ round, moderated, graded, checked, typed, problems }: ModeratedPageProps) => (
  <>
    <ErrorSummary problems={problems} />
    <Head round={round} title={`Moderation: ${moderated.school}`} />
    {moderated.visitedOn === null ? (
      <Page>
        <form method="post">
          <DayField name="visitedOn" label="When was the school visited?" value={typed['visitedOn']} problems={problems} />
          <TextArea
            name="note"
            label="What was found"
            value={typed['note']}
            problems={problems}
            hint="Do not name or describe a child here."
          />
          <Button>Note the visit</Button>
        </form>
      </Page>
    ) : (
      <>
        <P>
          Visited on {sayDay(moderated.visitedOn)}. {moderated.note}
        </P>
        {graded.length === 0 ? (
          <P>The school graded nothing.</P>
        ) : (
          <form method="post">
            {graded.map(({ question, answer }) => {
              const found = checked.find(({ entryId }) => entryId === answer.entryId)
              return (
                <>
                  <Heading>{question.label}</Heading>
                  <P>
                    The school: {sayAnswer(question.kind, answer.value)}.{' '}
                    {found ? `Found: ${sayAnswer(question.kind, found.grade)}, by ${found.by}. ${found.note}` : 'Not checked yet.'}
                  </P>
                  <Select
                    {...{
                      name: `grade-${answer.entryId}`,
                      label: 'What was found',
                      value: typed[`grade-${answer.entryId}`] ?? '',
                      problems,
                    }}
                    options={[{ value: '', text: 'Leave it as it is' }, ...optionsOf(choicesOf(question.kind))]}
                  />
                  <TextField {...{ name: `note-${answer.entryId}`, label: 'Why', value: typed[`note-${answer.entryId}`], problems }} />
                </>
              )
            })}
            <Button>Save the grades</Button>
          </form>
        )}
      </>
    )}
  </>
)
