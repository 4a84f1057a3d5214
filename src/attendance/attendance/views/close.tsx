import { sayTime } from '#base/dates.ts'
import { markTypes, markWords } from '#base/standing.ts'
import { Heading, Inset, Link, P, Table } from '#base/web/page-parts.tsx'
import { atStart } from '#base/words.ts'
import { type ListedPerson, listPeople } from '../listed-person.ts'
import type { Absence, Counts, Figures, SessionOfRegister } from '../register.ts'
import { type RegisterView, registerPath } from '../register-path.ts'
import { Charges, PeopleToMark } from './people.tsx'
import { sayNotMarked } from './refusals.tsx'

type NotToCloseYetProps = { session: SessionOfRegister; view: RegisterView; counts: Counts; isOver: boolean }

export const NotToCloseYet = ({ session, view, counts, isOver }: NotToCloseYetProps) =>
  isOver ? (
    <>
      <P id="figures">{sayNotMarked(counts.left)}. A register can be signed off once everyone is marked.</P>
      <P>
        <Link href={registerPath(session.id, { ...view, q: '', show: 'left' })}>
          Mark {counts.left === 1 ? 'the one who is left' : `the ${counts.left} who are left`}
        </Link>
      </P>
    </>
  ) : (
    <>
      <P id="figures">This session ends at {sayTime(session.endsAt)}: until then its register cannot be signed off, whoever is marked.</P>
      <P>
        <Link href={registerPath(session.id, view)}>Back to the register</Link>
      </P>
    </>
  )

/** As the form sends them. */
export const figuresTyped = (figures: Figures): Record<string, string> =>
  Object.fromEntries(markTypes.map((markType) => [markType, String(figures[markType])]))

type FiguresToSignProps = {
  counts: Counts
  /** Walk-ins not matched to a school. */
  unmatched: number
  /** Those who did not come, or not all the time. */
  people: readonly ListedPerson[]
  absences: readonly Absence[]
}

export const FiguresToSign = ({ counts, unmatched, people, absences }: FiguresToSignProps) => {
  const groups = listPeople(people, absences)
  return (
    <div id="figures">
      <Table
        caption="What you sign off"
        columns={['Marked as', { text: 'People', numeric: true }]}
        rows={markTypes.map((markType) => [markWords[markType], String(counts.figures[markType])])}
      />
      {unmatched > 0 ? (
        <Inset>
          {atStart(unmatched, 'person is', 'people are')} not matched to a school, so no school is counted for them. You can match them
          after signing off too.
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
        It is signed off in your name. Whatever is changed later needs a reason and is shown as a correction; it cannot be opened again.
      </P>
    </div>
  )
}
