import { sayInstant, sayWhen } from '#base/dates.ts'
import { FileLinks } from '#base/list/views.tsx'
import { type MarkType, markTypes, markWords } from '#base/standing.ts'
import { Caption, Heading, Inset, Link, P, Tag, Title, VisuallyHidden } from '#base/web/page-parts.tsx'
import { isUnmarked } from '../mark.ts'
import { bySchool, type Counts, count, type GroupOfSchool, inPages, matches, type Register, registerTitle } from '../register.ts'
import { type RegisterView, registerPath, wholeRegister } from '../register-path.ts'
import { PersonItem } from './person.tsx'

const CountsOfRegister = ({ counts }: { counts: Counts }) => (
  <div id="counts" class="muster-counts">
    <p class="govuk-body-l govuk-!-margin-bottom-1">
      <strong>{counts.left}</strong> left to mark. <strong>{counts.marked}</strong> of <strong>{counts.expected}</strong> marked.
    </p>
    <p class="govuk-body govuk-!-margin-bottom-0">
      {markTypes.map((markType) => `${markWords[markType]}: ${counts.figures[markType]}`).join(' · ')}
    </p>
  </div>
)

const Filter = ({ register, view }: { register: Register; view: RegisterView }) => (
  <form class="muster-filter muster-register-filter" method="post" action={`/register/${register.session.id}`}>
    <div class="govuk-form-group govuk-!-margin-bottom-3">
      <label class="govuk-label" for="q">
        Find a person or a school
      </label>
      <input class="govuk-input" id="q" name="q" type="search" value={view.q} autocomplete="off" />
    </div>
    <div class="muster-register-filter__choices">
      <label class="govuk-label" for="show">
        Show
      </label>
      <select class="govuk-select" id="show" name="show">
        <option value="all">Everyone</option>
        <option value="left" selected={view.show === 'left'}>
          Those left to mark
        </option>
      </select>
      {view.source === 'paper' ? <input type="hidden" name="source" value="paper" /> : null}
      <button class="govuk-button govuk-button--secondary govuk-!-margin-bottom-0" type="submit">
        Find
      </button>
    </div>
  </form>
)

/** Links to the other pages, each named by its first school. */
const Pages = ({ pages, view, sessionId }: { pages: readonly GroupOfSchool[][]; view: RegisterView; sessionId: string }) => (
  <nav aria-label="Schools" class="muster-letters">
    {pages.map(([first], n) => (
      <a
        href={registerPath(sessionId, { ...view, page: n + 1 })}
        aria-current={n + 1 === Math.min(view.page, pages.length) ? 'true' : undefined}
      >
        {(first?.label ?? '').slice(0, 4)}…<VisuallyHidden>, from {first?.label} on</VisuallyHidden>
      </a>
    ))}
  </nav>
)

type RegisterPageProps = {
  register: Register
  view: RegisterView
  isOrganiser: boolean
  hasBegun: boolean
  /** Its register can be closed. */
  mayClose: boolean
  newMarkId: () => string
}

/** Why this register is not marked as others are. */
const StateOfRegister = ({ register: { session, people }, hasBegun }: RegisterPageProps) => (
  <>
    {session.isCancelled ? <Inset>This event was cancelled. The register shows what was marked.</Inset> : null}
    {session.calledOffAt ? (
      <Inset>
        <P>
          <Tag colour="red">Called off</Tag> This session was called off on {sayInstant(session.calledOffAt)}. Nobody is marked at it, and
          its register does not have to be signed off.
          {people.length > 0 ? ' What was marked before stays to be seen and counts for nothing.' : ''}
        </P>
        {session.why ? <p class="govuk-body muster-lines govuk-!-margin-bottom-0">{session.why}</p> : null}
      </Inset>
    ) : null}
    {!hasBegun && !session.signOff && session.calledOffAt === null ? (
      <Inset>The day of this session has not come. Apologies can be marked already, and nothing else until then.</Inset>
    ) : null}
    {session.signOff ? (
      <Inset>
        <Tag colour="green">Signed off</Tag> {sayInstant(session.signOff.signedAt)}
        {session.signOff.signedBy ? ` by ${session.signOff.signedBy}` : ''}:{' '}
        {markTypes.map((markType) => `${markWords[markType].toLowerCase()} ${session.signOff?.[markType]}`).join(', ')}. Whatever is changed
        now needs a reason and is shown as made after signing off.
      </Inset>
    ) : null}
  </>
)

const Actions = ({ register: { session }, view, isOrganiser, hasBegun, mayClose }: RegisterPageProps) => {
  const isOff = session.calledOffAt !== null
  const path = (below: string): string => registerPath(session.id, view, below)
  return (
    <div class="muster-actions govuk-!-margin-bottom-4">
      {isOff || !hasBegun ? null : (
        <>
          <a class="govuk-button govuk-button--secondary" href={path('/walk-ins/new')}>
            Add someone who is not on the list
          </a>
          <Link href={path('/walk-ins/list')}>Add everybody of a school</Link>
        </>
      )}
      {session.signOff || isOff || !mayClose ? null : (
        <a class="govuk-button" href={path('/close')}>
          Sign off the register
        </a>
      )}
      {isOff ? null : (
        <>
          <Link href={`/door/${session.code}`}>Check-in</Link>
          <Link href={`/register/${session.id}/sheet`}>Sheet to print</Link>
          <Link href={registerPath(session.id, view.source === 'paper' ? { ...view, source: 'screen' } : { ...view, source: 'paper' })}>
            {view.source === 'paper' ? 'Stop entering from paper' : 'Enter from a paper sheet'}
          </Link>
        </>
      )}
      {isOrganiser && session.attendanceMode !== 'in_person' && !isOff ? (
        <Link href={`/organiser/meetings/${session.id}`}>Report of the online meeting</Link>
      ) : null}
      {isOrganiser ? (
        <span>
          Download: <FileLinks at={`/register/${session.id}/register`} query="" of="the register" />
        </span>
      ) : null}
    </div>
  )
}

const People = ({ register, view, hasBegun, newMarkId, people }: RegisterPageProps & { people: GroupOfSchool['people'] }) => (
  <ul class="muster-people">
    {people.map((person) => (
      <PersonItem person={person} session={register.session} view={view} hasBegun={hasBegun} markId={newMarkId()} />
    ))}
  </ul>
)

/** undefined: several people of this register cannot be marked at once. */
const markEveryone = ({ register: { session }, view, hasBegun }: RegisterPageProps) =>
  hasBegun && !session.signOff && session.calledOffAt === null
    ? (markType: MarkType, more = {}): string => registerPath(session.id, view, '/mark-everyone', { markType, ...more })
    : undefined

const SchoolGroup = ({ group, page }: { group: GroupOfSchool; page: RegisterPageProps }) => {
  const markAll = markEveryone(page)
  return (
    <section class="muster-school-group" aria-labelledby={`s-${group.id}`}>
      <h2 class="govuk-heading-m govuk-!-margin-bottom-2" id={`s-${group.id}`}>
        {group.label}
      </h2>
      {markAll && group.people.filter(isUnmarked).length > 1 ? (
        <p class="govuk-body-s govuk-!-margin-bottom-2">
          Everyone left from here:{' '}
          <Link href={markAll('attended', { school: group.id })}>
            attended<VisuallyHidden>, {group.label}</VisuallyHidden>
          </Link>{' '}
          or{' '}
          <Link href={markAll('absent', { school: group.id })}>
            did not attend<VisuallyHidden>, {group.label}</VisuallyHidden>
          </Link>
        </p>
      ) : null}
      <People {...page} people={group.people} />
    </section>
  )
}

export const RegisterPage = (props: RegisterPageProps) => {
  const { register, view } = props
  const { session, people } = register
  const shown = people.filter((person) => matches(person, view.q) && (view.show === 'all' || isUnmarked(person)))
  const pages = inPages(bySchool(shown))
  const groups = pages[Math.min(view.page, pages.length) - 1] ?? []
  const cancelled = shown.filter((person) => person.isCancelled)
  const counts = count(people)
  const isOff = session.calledOffAt !== null
  const markAll = markEveryone(props)
  return (
    <div class="muster-register">
      <Caption>Check-in</Caption>
      <Title>{session.calledOffAt ? <s>{registerTitle(session)}</s> : registerTitle(session)}</Title>
      <P>
        {sayWhen(session.startsAt, session.endsAt)}
        {session.venueName ? `, ${session.venueName}` : session.attendanceMode === 'online' ? ', online' : ''}
      </P>
      <StateOfRegister {...props} />
      {isOff ? null : <CountsOfRegister counts={counts} />}
      <Actions {...props} />
      {view.source === 'paper' ? (
        <Inset>You are entering a paper sheet. Each entry is marked as coming from paper, with the time that you type.</Inset>
      ) : null}
      <Filter register={register} view={view} />
      {people.length === 0 && !isOff ? <P>Nobody has booked a place at this session yet.</P> : null}
      {people.length > 0 && shown.length === 0 ? (
        <P>
          Nobody to show. <Link href={registerPath(session.id, { ...wholeRegister, source: view.source })}>See everyone</Link>.
        </P>
      ) : null}
      {markAll && counts.left > 1 ? (
        <P>
          Mark everyone who is left as <Link href={markAll('attended')}>attended</Link> or as{' '}
          <Link href={markAll('absent')}>did not attend</Link>.
        </P>
      ) : null}
      {pages.length > 1 ? <Pages pages={pages} view={view} sessionId={session.id} /> : null}
      {groups.map((group) => (
        <SchoolGroup group={group} page={props} />
      ))}
      {cancelled.length > 0 ? (
        <section class="muster-school-group" aria-labelledby="cancelled">
          <Heading id="cancelled">Cancelled places that were marked</Heading>
          <People {...props} people={cancelled} />
        </section>
      ) : null}
    </div>
  )
}
