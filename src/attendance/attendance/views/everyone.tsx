import { type MarkType, markWords } from '#base/standing.ts'
import { Button, type Problems } from '#base/web/field.tsx'
import { ErrorSummary, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { inWords } from '#base/words.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { EveryoneRefusal } from '../mark-everyone.ts'
import { type PersonOnRegister, personName, registerTitle, type SessionOfRegister } from '../register.ts'
import { type RegisterView, registerPath } from '../register-path.ts'
import { everyoneRefusals } from './refusals.tsx'

export const EveryonePage = ({
  session,
  view,
  markType,
  people,
  school,
  newMarkId,
  refused,
}: {
  session: SessionOfRegister
  view: RegisterView
  markType: MarkType
  people: readonly PersonOnRegister[]
  /** The school the list is limited to. */
  school: { id: string; label: string } | undefined
  newMarkId: () => string
  refused?: EveryoneRefusal | undefined
}) => {
  const problems: Problems = refused ? { people: everyoneRefusals[refused] } : {}
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <span class="govuk-caption-l">{registerTitle(session)}</span>
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
          <ul class="govuk-list govuk-list--bullet" id="people">
            {people.map((person) => (
              <li>
                {personName(person)}, {person.school ? schoolLabel(person.school) : person.organisation || 'not matched to a school'}
                <input type="hidden" name="mark" value={`${person.id}:${newMarkId()}`} />
              </li>
            ))}
          </ul>
          <P>Those already marked are left as they are.</P>
          <input type="hidden" name="markType" value={markType} />
          {school ? <input type="hidden" name="school" value={school.id} /> : null}
          <div class="muster-actions">
            <Button>Mark them</Button>
            <Link href={registerPath(session.id, view)}>Do not mark them</Link>
          </div>
        </form>
      )}
    </Page>
  )
}
