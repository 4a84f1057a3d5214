import type { Calendar } from '#base/council/working-day.ts'
import { type Day, sayDay } from '#base/dates.ts'
import { Details, Heading, Link, LongTable, P, Table, Tag, VisuallyHidden } from '#base/web/page-parts.tsx'
import type { KeptContact } from '#people/ladder/chase.ts'
import { type Chase, endWords, sayMatter, sayStep, stepOf } from '#people/ladder/chase.ts'
import { meansWords, resultWords } from '#people/ladder/contact.ts'
import { rungWords } from '#people/ladder/rung.ts'

export const Due = ({ on, today }: { on: Day; today: Day }) => (
  <>
    {sayDay(on)} {on < today ? <Tag colour="red">Overdue</Tag> : on === today ? <Tag colour="yellow">Today</Tag> : null}
  </>
)

type ChasesProps = {
  caption: string
  chases: readonly Chase[]
  calendar: Calendar
  today: Day
  here: string
  mayWrite: boolean
}

const Chases = ({ caption, chases, calendar, today, here, mayWrite }: ChasesProps) => (
  <Table
    dense
    caption={caption}
    columns={['About', 'Since', 'Next step', 'Due', 'Whose', ...(mayWrite ? ['Action'] : [])]}
    rows={chases.map((chase) => {
      const step = stepOf(chase, calendar)
      return [
        sayMatter(chase),
        sayDay(chase.openedAt),
        step ? sayStep(step, chase.owner) : chase.endedWhy ? `${endWords[chase.endedWhy]} on ${sayDay(chase.endedAt ?? '')}` : '',
        step ? <Due on={step.on} today={today} /> : '',
        chase.owner,
        ...(mayWrite
          ? [
              chase.endedAt === null ? (
                <>
                  <Link href={`${here}/contacts?about=chase:${chase.id}`}>
                    Note a contact<VisuallyHidden> about: {sayMatter(chase)}</VisuallyHidden>
                  </Link>
                  <br />
                  <Link href={`${here}/${chase.id}/stop`}>
                    Stop<VisuallyHidden> following up: {sayMatter(chase)}</VisuallyHidden>
                  </Link>
                </>
              ) : (
                'Over'
              ),
            ]
          : []),
      ]
    })}
  />
)

const standing = (one: KeptContact): string =>
  one.corrected ? `${resultWords[one.result]} (corrected since)` : one.result === 'not_so' ? 'Did not happen' : resultWords[one.result]

/** What was noted in one form about several matters is one contact. */
const together = (contacts: readonly KeptContact[]) =>
  [
    ...Map.groupBy(contacts, ({ rung, means, result, happenedAt, notedAt, by, note, corrected }) =>
      JSON.stringify([rung, means, result, happenedAt, notedAt, by, note, corrected]),
    ).values(),
  ] as [KeptContact, ...KeptContact[]][]

type FollowUpProps = {
  schoolId: string
  chases: readonly Chase[]
  contacts: readonly KeptContact[]
  calendar: Calendar
  today: Day
  mayWrite: boolean
}

export const FollowUp = ({ schoolId, chases, contacts, calendar, today, mayWrite }: FollowUpProps) => {
  const here = `/organiser/schools/${schoolId}/ladder`
  const rest = { calendar, today, here, mayWrite }
  const [open, over] = [chases.filter(({ endedAt }) => endedAt === null), chases.filter(({ endedAt }) => endedAt !== null)]
  return (
    <>
      <Heading id="follow-up">Follow-up</Heading>
      {mayWrite ? (
        <P>
          <Link href={`${here}/contacts`}>Note a contact</Link>
        </P>
      ) : null}
      {open.length === 0 ? (
        <P>Nothing is followed up with the school now.</P>
      ) : (
        <Chases {...rest} chases={open} caption="What is followed up" />
      )}
      {contacts.length === 0 ? (
        <P>No contact with the school is noted yet.</P>
      ) : (
        <LongTable
          dense
          first={3}
          of="contacts"
          caption="What was tried (“written to” does not mean read)"
          columns={['When', 'Who', 'How', 'What came of it', 'About', 'Note', 'By', ...(mayWrite ? ['Action'] : [])]}
          rows={together(contacts).map(([one, ...others]) => [
            sayDay(one.happenedAt),
            rungWords[one.rung],
            meansWords[one.means],
            standing(one),
            [one, ...others].map(sayMatter).join('; '),
            one.note,
            one.by ?? 'The service',
            ...(mayWrite
              ? [
                  [one, ...others]
                    .filter(({ chaseId, corrected }) => chaseId !== null && !corrected)
                    .map((own) => (
                      <div>
                        <Link href={`${here}/contacts?corrects=${own.id}`}>
                          Correct
                          <VisuallyHidden>
                            {' '}
                            the contact of {sayDay(own.happenedAt)} about: {sayMatter(own)}
                          </VisuallyHidden>
                        </Link>
                      </div>
                    )),
                ]
              : []),
          ])}
        />
      )}
      {over.length > 0 ? (
        <Details summary={`Followed up before (${over.length})`}>
          <Chases {...rest} chases={over} caption="What was followed up before" />
        </Details>
      ) : null}
    </>
  )
}
