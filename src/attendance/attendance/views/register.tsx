import { londonDay, sayInstant, sayTime } from '#base/dates.ts'
import { Files, Search } from '#base/list/views.tsx'
import { type MarkType, markTypes, markWords } from '#base/standing.ts'
import { LinkGroups, PageHead, Shelves } from '#base/web/page-head.tsx'
import { Heading, Inset, Link, P, Tag, VisuallyHidden } from '#base/web/page-parts.tsx'
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

const Filter = ({ register: { session }, view, counts }: { register: Register; view: RegisterView; counts: Counts }) => (
  <>
    <Search
      at={`/register/${session.id}`}
      label="Person or school"
      q={view.q}
      kept={{ show: view.show === 'left' ? 'left' : '', source: view.source === 'paper' ? 'paper' : '' }}
      isPrivate
    />
    <Shelves
      label="Who is listed"
      small
      links={(['all', 'left'] as const).map((show) => ({
        href: registerPath(session.id, { ...view, show, page: 1 }),
        text: show === 'all' ? 'Everyone' : `Left to mark (${counts.left})`,
        current: view.show === show ? 'page' : undefined,
      }))}
    />
  </>
)

type PagesProps = { pages: readonly GroupOfSchool[][]; view: RegisterView; sessionId: string; label: string }

/** Links to the other pages, each named by its first school. */
/** `St Cuthbert’s` of `St Cuthbert’s Primary`, `Brook` of `Brook Lane` */
const firstWords = (label: string): string => label.match(/^(?:\S{1,3} )*\S+/)?.[0] ?? ''

const Pages = ({ pages, view, sessionId, label }: PagesProps) => (
  <nav aria-label={label} class="muster-letters">
    {pages.map(([first], n) => (
      <a
        href={registerPath(sessionId, { ...view, page: n + 1 })}
        aria-current={n + 1 === Math.min(view.page, pages.length) ? 'true' : undefined}
      >
        {firstWords(first?.label ?? '')}…<VisuallyHidden>, from {first?.label} on</VisuallyHidden>
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

const Acts = ({ register: { session }, view, hasBegun, mayClose }: RegisterPageProps) => {
  const signsOff = mayClose && !session.signOff
  return (
    <>
      {signsOff ? (
        <a class="govuk-button" href={registerPath(session.id, view, '/close')}>
          Sign off the register
        </a>
      ) : null}
      {hasBegun ? (
        <a class={`govuk-button${signsOff ? ' govuk-button--secondary' : ''}`} href={registerPath(session.id, view, '/walk-ins/new')}>
          Add someone who is not on the list
        </a>
      ) : null}
      <Link href={`/door/${session.code}`}>Check-in</Link>
    </>
  )
}

/** What is done to a register less often. */
const Rest = ({ register: { session }, view, isOrganiser, hasBegun }: RegisterPageProps) => {
  const isOff = session.calledOffAt !== null
  const isPaper = view.source === 'paper'
  return (
    <div class="muster-no-print">
      {isOrganiser ? <Files at={`/register/${session.id}/register`} query="" says="Download the register" /> : null}
      <LinkGroups
        groups={[
          {
            title: 'Also',
            links: [
              ...(isOff || !hasBegun
                ? []
                : [{ href: registerPath(session.id, view, '/walk-ins/list'), text: 'Add everybody of a school' }]),
              ...(isOrganiser && session.attendanceMode !== 'in_person' && !isOff
                ? [{ href: `/organiser/meetings/${session.id}`, text: 'Report of the online meeting' }]
                : []),
            ],
          },
          {
            title: 'On paper',
            links: isOff
              ? []
              : [
                  { href: `/register/${session.id}/sheet`, text: 'Sheet to print' },
                  {
                    href: registerPath(session.id, { ...view, source: isPaper ? 'screen' : 'paper' }),
                    text: isPaper ? 'Stop entering from paper' : 'Enter from a paper sheet',
                  },
                ],
          },
        ]}
      />
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
      <div>
        <h2 class="govuk-heading-s" id={`s-${group.id}`}>
          {group.label}
        </h2>
        {markAll && group.people.filter(isUnmarked).length > 1 ? (
          <p class="govuk-body-s">
            All left:{' '}
            <Link href={markAll('attended', { school: group.id })}>
              attended<VisuallyHidden>, {group.label}</VisuallyHidden>
            </Link>{' '}
            or{' '}
            <Link href={markAll('absent', { school: group.id })}>
              did not attend<VisuallyHidden>, {group.label}</VisuallyHidden>
            </Link>
          </p>
        ) : null}
      </div>
      <People {...page} people={group.people} />
    </section>
  )
}

export const RegisterPage = (props: RegisterPageProps) => {
  const { register, view } = props
  const { session, people } = register
  const shown = people.filter((person) => matches(person, view.q) && (view.show === 'all' || (isUnmarked(person) && !person.isReplaced)))
  const pages = inPages(bySchool(shown))
  const groups = pages[Math.min(view.page, pages.length) - 1] ?? []
  const cancelled = shown.filter((person) => person.isCancelled)
  const counts = count(people)
  const isOff = session.calledOffAt !== null
  const markAll = markEveryone(props)
  const pageLinks = (label: string) => (pages.length > 1 ? <Pages pages={pages} view={view} sessionId={session.id} label={label} /> : null)
  return (
    <div>
      <PageHead
        title={isOff ? <s>{registerTitle(session)}</s> : registerTitle(session)}
        day={londonDay(session.startsAt)}
        facts={[
          `${sayTime(session.startsAt)} to ${sayTime(session.endsAt)}`,
          session.venueName || (session.attendanceMode === 'online' ? 'Online' : ''),
        ]}
        acts={isOff ? null : <Acts {...props} />}
      />
      <StateOfRegister {...props} />
      {isOff ? null : <CountsOfRegister counts={counts} />}
      {view.source === 'paper' ? (
        <Inset>You are entering a paper sheet. Each entry is marked as coming from paper, with the time that you type.</Inset>
      ) : null}
      <Filter register={register} view={view} counts={counts} />
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
      {pageLinks('Schools')}
      {groups.map((group) => (
        <SchoolGroup group={group} page={props} />
      ))}
      {cancelled.length > 0 ? (
        <section class="muster-school-group" aria-labelledby="cancelled">
          <Heading id="cancelled">Cancelled places that were marked</Heading>
          <People {...props} people={cancelled} />
        </section>
      ) : null}
      {pageLinks('More schools')}
      <Rest {...props} />
    </div>
  )
}
