import { sayTime } from '#base/dates.ts'
import { markTypes, markWords } from '#base/standing.ts'
import { Button, type Problems } from '#base/web/field.tsx'
import { Caption, ErrorSummary, Heading, Inset, Link, P, Page, Table, Title } from '#base/web/page-parts.tsx'
import { atStart } from '#base/words.ts'
import type { CloseRefusal } from '../close-register.ts'
import { type ListedPerson, listPeople } from '../listed-person.ts'
import { type Absence, type Counts, registerTitle, type SessionOfRegister } from '../register.ts'
import { type RegisterView, registerPath } from '../register-path.ts'
import { Charges, PeopleToMark } from './people.tsx'
import { sayCloseRefusal, sayNotMarked } from './refusals.tsx'

type ClosePageProps = {
  session: SessionOfRegister
  view: RegisterView
  counts: Counts
  /** Walk-ins not matched to a school. */
  unmatched: number
  isOver: boolean
  /** Those who did not come, or not all the time. */
  people: readonly ListedPerson[]
  absences: readonly Absence[]
  /** What the page shows of charges, sent back by its form. */
  charges: string
  refused?: CloseRefusal | undefined
}

export const ClosePage = ({ session, view, counts, unmatched, isOver, people, absences, charges, refused }: ClosePageProps) => {
  const problems: Problems = refused ? { figures: sayCloseRefusal(counts.left)[refused] } : {}
  const groups = listPeople(people, absences)
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <Caption>{registerTitle(session)}</Caption>
      <Title>Close the register</Title>
      {isOver ? null : (
        <P id="figures">This session ends at {sayTime(session.endsAt)}: until then its register stays open, whoever is marked.</P>
      )}
      {!isOver ? (
        <P>
          <Link href={registerPath(session.id, view)}>Back to the register</Link>
        </P>
      ) : counts.left > 0 ? (
        <>
          <P id="figures">{sayNotMarked(counts.left)}. A register closes only when everyone is marked.</P>
          <P>
            <Link href={registerPath(session.id, { ...view, q: '', show: 'left' })}>
              Mark {counts.left === 1 ? 'the one who is left' : `the ${counts.left} who are left`}
            </Link>
          </P>
        </>
      ) : (
        <form method="post" action={registerPath(session.id, view, '/close')} id="figures">
          <Table
            caption="What you sign off"
            columns={['Marked as', { text: 'People', numeric: true }]}
            rows={markTypes.map((markType) => [markWords[markType], String(counts.figures[markType])])}
          />
          {unmatched > 0 ? (
            <Inset>
              {atStart(unmatched, 'person is', 'people are')} not matched to a school, so no school is counted for them. You can match them
              after closing too.
            </Inset>
          ) : null}
          <Charges absences={absences} />
          {groups.length > 0 ? (
            <>
              <Heading>Who did not come, or not all the time</Heading>
              <PeopleToMark groups={groups} sessions={1} />
            </>
          ) : null}
          <P>
            Closing signs the register off in your name. Whatever is changed later needs a reason and is shown as a correction; it cannot be
            opened again.
          </P>
          {markTypes.map((markType) => (
            <input type="hidden" name={markType} value={String(counts.figures[markType])} />
          ))}
          <input type="hidden" name="charges" value={charges} />
          <div class="muster-actions">
            <Button>Close and sign off</Button>
            <Link href={registerPath(session.id, view)}>Leave it open</Link>
          </div>
        </form>
      )}
    </Page>
  )
}
