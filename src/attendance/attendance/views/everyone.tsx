import { type MarkType, markWords } from '#base/standing.ts'
import { Button, type Problems } from '#base/web/field.tsx'
import { Caption, ErrorSummary, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { inWords } from '#base/words.ts'
import { type ListedPerson, listPeople } from '../listed-person.ts'
import type { EveryoneRefusal } from '../mark-everyone.ts'
import { type Absence, registerTitle, type SessionOfRegister } from '../register.ts'
import { type RegisterView, registerPath } from '../register-path.ts'
import { PeopleToMark } from './people.tsx'
import { everyoneRefusals } from './refusals.tsx'

type EveryonePageProps = {
  session: SessionOfRegister
  view: RegisterView
  markType: MarkType
  people: readonly ListedPerson[]
  /** What closing the register afterwards would charge for them. */
  absences: readonly Absence[]
  /** The school the list is limited to. */
  school: { id: string; label: string } | undefined
  newMarkId: () => string
  refused?: EveryoneRefusal | undefined
}

export const EveryonePage = ({ session, view, markType, people, absences, school, newMarkId, refused }: EveryonePageProps) => {
  const problems: Problems = refused ? { people: everyoneRefusals[refused] } : {}
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <Caption>{registerTitle(session)}</Caption>
      <Title>
        Mark {inWords(people.length, 'person', 'people')} as “{markWords[markType].toLowerCase()}”
      </Title>
      {school ? <P>{school.label}</P> : null}
      {people.length === 0 ? (
        <P id="people">
          Nobody is left to mark here. <a href={registerPath(session.id, view)}>Back to the register</a>
        </P>
      ) : (
        <form method="post" action={registerPath(session.id, view, '/mark-everyone')}>
          <div id="people">
            <PeopleToMark groups={listPeople(people, absences)} sessions={1} boxOf={({ key }) => `${key}:${newMarkId()}`} />
          </div>
          {absences.some(({ due }) => due) ? <P>Each charge is proposed when the register is closed.</P> : null}
          <P>Those already marked are left as they are.</P>
          <input type="hidden" name="markType" value={markType} />
          {school ? <input type="hidden" name="school" value={school.id} /> : null}
          <div class="muster-actions">
            <Button>Mark those ticked</Button>
            <Link href={registerPath(session.id, view)}>Do not mark them</Link>
          </div>
        </form>
      )}
    </Page>
  )
}
