import { P } from '#base/web/page-parts.tsx'
import { type ListedPerson, listPeople } from '../listed-person.ts'
import type { Absence, SessionOfRegister } from '../register.ts'
import { type RegisterView, registerPath } from '../register-path.ts'
import { PeopleToMark } from './people.tsx'

export const NobodyLeft = ({ session, view }: { session: SessionOfRegister; view: RegisterView }) => (
  <P id="mark">
    Nobody is left to mark here. <a href={registerPath(session.id, view)}>Back to the register</a>
  </P>
)

type PeopleFieldsProps = {
  people: readonly ListedPerson[]
  /** What closing the register afterwards would charge for them. */
  absences: readonly Absence[]
  newMarkId: () => string
}

export const PeopleFields = ({ people, absences, newMarkId }: PeopleFieldsProps) => (
  <>
    <div id="mark">
      <PeopleToMark groups={listPeople(people, absences)} sessions={1} boxOf={({ key }) => `${key}:${newMarkId()}`} />
    </div>
    {absences.some(({ due }) => due) ? <P>Each charge is proposed when the register is signed off.</P> : null}
    <P>Those already marked are left as they are.</P>
  </>
)
