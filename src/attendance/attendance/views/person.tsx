import { londonDay, londonTime, sayInstant, sayTime } from '#base/dates.ts'
import { type MarkType, markTypes, markWords } from '#base/standing.ts'
import { Link, Tag, type TagColour, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { attendanceWords } from '#events/events/views/words.tsx'
import { sayCourseLacked } from '#people/people/earlier-course.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { minutesAt, proposedMark } from '../arrival.ts'
import { came, inOrder, isUnmarked, type Mark, standing } from '../mark.ts'
import { isAfterSigning, type PersonOnRegister, personName, type SessionOfRegister } from '../register.ts'
import { type RegisterView, registerPath } from '../register-path.ts'

const colours: Record<MarkType, TagColour> = { attended: 'green', part: 'teal', absent: 'red', apologies: 'yellow' }
const short: Record<MarkType, string> = { attended: 'Attended', part: 'Part', absent: 'Did not attend', apologies: 'Apologies' }

const from: Record<Exclude<Mark['source'], 'screen'>, string> = {
  paper: 'From paper',
  arrival: 'At check-in',
  report: 'From the meeting’s report',
  stated: 'Stated: watched with somebody',
}

export const MarkTag = ({ markType }: { markType: MarkType }) => <Tag colour={colours[markType]}>{markWords[markType]}</Tag>

/** What is unusual about a mark, in words, never by colour alone. */
export const Peculiarities = ({ mark, session }: { mark: Mark; session: SessionOfRegister }) => (
  <>
    {mark.source === 'screen' ? null : <Tag colour="grey">{from[mark.source]}</Tag>}{' '}
    {mark.late ? <Tag colour="orange">Entered late</Tag> : null} {mark.correctsId ? <Tag colour="purple">Corrected</Tag> : null}{' '}
    {isAfterSigning(mark, session) ? <Tag colour="magenta">After signing off</Tag> : null}
  </>
)

/** Only the time on the session's day; otherwise day and time. */
const sayNear = (at: string, session: SessionOfRegister): string =>
  londonDay(at) === londonDay(session.startsAt) ? sayTime(at) : sayInstant(at)

export const MarkLine = ({ mark, session }: { mark: Mark; session: SessionOfRegister }) => (
  <>
    {sayNear(mark.notedAt, session)}
    {mark.by ? ` by ${mark.by}` : ''}
  </>
)

export const History = ({ person, session }: { person: PersonOnRegister; session: SessionOfRegister }) => (
  <ol class="govuk-list govuk-list--number">
    {inOrder(person.marks).map((mark) => (
      <li>
        <strong>{markWords[mark.markType]}</strong>, holds at {sayInstant(mark.happenedAt)}, noted {sayInstant(mark.notedAt)}
        {mark.by ? ` by ${mark.by}` : ''}, received {sayInstant(mark.receivedAt)}
        {mark.reason ? `. Reason: ${mark.reason}` : ''} <Peculiarities mark={mark} session={session} />
      </li>
    ))}
  </ol>
)

const About = ({ person }: { person: PersonOnRegister }) => (
  <>
    <h3 class="govuk-heading-s govuk-!-margin-bottom-0">{personName(person)}</h3>
    <p class="govuk-body-s">
      {person.role ?? 'Role not given'}
      {person.attendance ? `, ${attendanceWords[person.attendance]}` : ''}
      {person.kind === 'walk_in' ? ', came without a place' : ''}
      {person.isReplaced ? '. Someone came instead' : ''}
      {person.lacks ? `. ${sayCourseLacked(person.lacks)}` : ''}
      {person.school ? '' : `. They said: ${person.organisation || 'nothing'}`}
      {person.represents.length > 0 ? `. Also for ${person.represents.map(schoolLabel).join('; ')}` : ''}
    </p>
  </>
)

/** What the door said of them: the mark is proposed from it. */
const AtTheDoor = ({ person, session }: { person: PersonOnRegister; session: SessionOfRegister }) => {
  const { stays = [] } = person
  if (stays.length === 0) return null
  const spans = stays.map(({ from, to }) => `${sayTime(from)} ${to === null ? 'on' : `to ${sayTime(to)}`}`)
  // Of whoever may still leave nobody knows the minutes.
  const isKnown = session.signOff !== undefined || stays.every(({ to }) => to !== null)
  const minutes = isKnown ? ` ${counted(minutesAt(stays, session), 'minute')} of this session.` : ''
  const isToMark = isUnmarked(person) && proposedMark(stays, session) !== undefined
  return (
    <p class="govuk-body-s">
      At check-in: here from {spans.join(', ')}.{minutes}
      {isToMark ? ' Marked once the session has begun.' : ''}
    </p>
  )
}

type PersonItemProps = {
  person: PersonOnRegister
  session: SessionOfRegister
  view: RegisterView
  /** The session's day has come; before it only apologies can be marked. */
  hasBegun: boolean
  /** The id for the form's mark. */
  markId: string
}

/** One person: big buttons while unmarked, then the mark and how to change it. */
export const PersonItem = ({ person, session, view, hasBegun, markId }: PersonItemProps) => {
  const stands = standing(person.marks)
  const change = registerPath(session.id, view, `/people/${person.id}`)
  const before =
    person.marks.length > (stands ? 1 : 0) ? (
      <details class="govuk-details govuk-!-margin-bottom-0">
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">
            What was marked before<VisuallyHidden> of {personName(person)}</VisuallyHidden>
          </span>
        </summary>
        <div class="govuk-details__text">
          <History person={person} session={session} />
        </div>
      </details>
    ) : null
  return (
    <li class="muster-person" id={`p-${person.id}`} tabindex={-1}>
      <div>
        <About person={person} />
        <AtTheDoor person={person} session={session} />
        {person.unnamed && !session.calledOffAt ? (
          <p class="govuk-body-s">
            <Link href={registerPath(session.id, view, `/people/${person.id}/name`)}>
              Name who came
              <VisuallyHidden>{person.school ? ` for ${schoolLabel(person.school)}` : ''}</VisuallyHidden>
            </Link>
          </p>
        ) : null}
        {person.kind === 'walk_in' ? (
          <p class="govuk-body-s">
            <Link href={registerPath(session.id, view, `/people/${person.id}/school`)}>
              {person.school ? 'Change their school' : 'Match to a school'}
              <VisuallyHidden> for {personName(person)}</VisuallyHidden>
            </Link>
          </p>
        ) : null}
        {stands ? null : before}
      </div>
      {stands ? (
        <div class="muster-marked">
          <p class="govuk-body-s">
            <MarkTag markType={stands.markType} /> <MarkLine mark={stands} session={session} />{' '}
            <Peculiarities mark={stands} session={session} />
          </p>
          {session.calledOffAt ? null : (
            <a class="muster-change" href={change}>
              Change<VisuallyHidden> what is marked of {personName(person)}</VisuallyHidden>
            </a>
          )}
          {before}
        </div>
      ) : session.calledOffAt ? null : session.signOff ? (
        <div>
          <a class="muster-change" href={change}>
            Mark, with a reason<VisuallyHidden>, {personName(person)}</VisuallyHidden>
          </a>
        </div>
      ) : (
        <form class="muster-mark" method="post" action={registerPath(session.id, view, '/marks')}>
          <input type="hidden" name="person" value={person.id} />
          <input type="hidden" name="mark" value={markId} />
          {view.source === 'paper' ? (
            <p class="govuk-body govuk-!-margin-bottom-2">
              <label class="govuk-label govuk-label--s" for={`time-${person.id}`}>
                Time on the sheet<VisuallyHidden> for {personName(person)}</VisuallyHidden>
              </label>
              <input
                class="govuk-input govuk-input--width-5"
                type="time"
                id={`time-${person.id}`}
                name="time"
                value={londonTime(session.startsAt)}
              />
            </p>
          ) : null}
          <div class="muster-mark__buttons">
            {markTypes
              .filter((markType) => (hasBegun || markType === 'apologies') && !(person.unnamed && came(markType)))
              .map((markType) => (
                <button class={`muster-mark__button muster-mark__button--${markType}`} type="submit" name="markType" value={markType}>
                  {short[markType]}
                  <VisuallyHidden>: {personName(person)}</VisuallyHidden>
                </button>
              ))}
          </div>
        </form>
      )}
    </li>
  )
}
