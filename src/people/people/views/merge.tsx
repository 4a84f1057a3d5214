import type { Child } from 'hono/jsx'
import { sayDay, sayShortDay } from '#base/dates.ts'
import { Address, Heading, Inset, Link, P, SummaryList } from '#base/web/page-parts.tsx'
import { counted, plural } from '#base/words.ts'
import { datesSaid } from '#schools/schools/role.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import {
  type Compared,
  type MergeToUndo,
  type Moved,
  type MovedTable,
  movedTables,
  type PlaceClash,
  type Reissued,
  type WholePerson,
} from '../person.ts'

const summed = (moved: Moved): [MovedTable, number][] =>
  (Object.keys(movedTables) as MovedTable[]).flatMap((table) => {
    const n = moved[table]?.length ?? 0
    return n > 0 ? [[table, n] as [MovedTable, number]] : []
  })

/** Of two records that have a calendar address each, that of the merged one ends. */
const moving = ({ Feed, ...moves }: Moved, other: Moved): Moved => ({ ...moves, ...(Feed && !other.Feed?.length ? { Feed } : {}) })

/** A record that could be kept, the other, and what was shown of the two. */
export type Keeping = { kept: WholePerson; merged: WholePerson; reissued: Reissued; seen: string }

/** What else follows if `kept` is kept. */
export const Follows = ({ kept, merged, reissued: { anew, mailed, together } }: Keeping) => {
  const feeds = kept.linkFeeds + merged.linkFeeds + (kept.moves.Feed?.length && merged.moves.Feed?.length ? 1 : 0)
  const mails = mailed === anew ? ' and mailed' : mailed === 0 ? ', without a mail' : `, ${mailed} of them by mail`
  const says = [
    anew > 0 ? `${counted(anew, 'certificate is', 'certificates are')} issued anew in this name${mails}.` : '',
    together > 0
      ? `Both came to ${counted(together, 'event')}: one certificate stays for each, and is issued anew and mailed if it was not right for both.`
      : '',
    feeds > 0 ? `${counted(feeds, 'calendar address ends', 'calendar addresses end')}.` : '',
  ]
    .filter(Boolean)
    .join(' ')
  return says === '' ? null : <P>{says}</P>
}

const Few = ({ items, more }: { items: readonly Child[]; more: number }) => (
  <ul class="govuk-list govuk-!-margin-bottom-0">
    {items.map((item) => (
      <li>{item}</li>
    ))}
    {more > 0 ? <li>and {more} more</li> : null}
  </ul>
)

const shown = 12

const Side = ({ whole, other, heading }: { whole: WholePerson; other: WholePerson; heading: string }) => {
  const { person, roles, lines, moves } = whole
  const counts = summed(moving(moves, other.moves))
  return (
    <div class="govuk-grid-column-one-half">
      <Heading>{heading}</Heading>
      <SummaryList
        rows={[
          ['Name', <Link href={`/organiser/people/${person.id}`}>{person.name}</Link>],
          ['Email', person.email ? <Address email={person.email} /> : 'None'],
          ['Signs in with', person.accounts.length > 0 ? person.accounts.map(({ email }) => <Address email={email} />) : 'No account'],
          ['Telephone', person.telephone ?? 'None'],
          ['Known since', sayDay(person.createdAt)],
          [
            'Roles',
            roles.length === 0 ? (
              'None'
            ) : (
              <Few
                items={roles.slice(0, shown).map((role) => `${role.role}, ${schoolLabel(role.school)} (${datesSaid(role).toLowerCase()})`)}
                more={roles.length - shown}
              />
            ),
          ],
          [
            'Places and attendance',
            lines.length === 0 ? (
              'None'
            ) : (
              <Few
                items={lines.slice(0, shown).map((line) => `${line.title}, ${sayShortDay(line.startsAt)}, for ${line.schoolName}`)}
                more={lines.length - shown}
              />
            ),
          ],
          [
            'Moves if merged',
            counts.length === 0 ? (
              'Nothing'
            ) : (
              <Few items={counts.map(([table, n]) => `${n} ${movedTables[table][n === 1 ? 0 : 1]}`)} more={0} />
            ),
          ],
        ]}
      />
    </div>
  )
}

const Clashes = ({ clashes, doing }: { clashes: readonly PlaceClash[]; doing: string }) => (
  <Inset>
    <P>
      Both records have a place at {plural(clashes.length, 'this event', 'these events')}, and one person can have one place. Cancel one of
      the two places first; until then they cannot be {doing}.
    </P>
    <ul class="govuk-list">
      {clashes.map((clash) => (
        <li>
          <Link href={`/organiser/events/${clash.code}`}>{clash.title}</Link>
        </li>
      ))}
    </ul>
  </Inset>
)

type ComparisonProps = {
  compared: Compared
  seen: { one: string; other: string }
  keep: (keeping: Keeping) => Child
  apart: Child
}

export const Comparison = ({ compared: { one, other, clashes, reissued }, seen, keep, apart }: ComparisonProps) => (
  <>
    <div class="govuk-grid-row">
      <Side whole={one} other={other} heading="One record" />
      <Side whole={other} other={one} heading="The other" />
    </div>
    {clashes.length > 0 ? (
      <Clashes clashes={clashes} doing="merged" />
    ) : (
      <>
        <Heading>Merge these records</Heading>
        <P>
          The record that you keep keeps its name, address and telephone number, and takes over everything of the other. Calendar entries of
          coming events are sent to the address kept. Nobody is told of anything else but what is said here, and you can undo it.
        </P>
        {(
          [
            ['one', one, other],
            ['other', other, one],
          ] as const
        )
          .filter(([, kept, merged]) => kept.person.email !== null || merged.person.email === null)
          .map(([which, kept, merged]) => keep({ kept, merged, reissued: reissued[which], seen: seen[which] }))}
      </>
    )}
    <Heading>Or are these two people?</Heading>
    {apart}
  </>
)

export const UndoneMerge = ({ merge, moved, clashes, anew, undo }: MergeToUndo & { undo: Child }) => (
  <>
    <SummaryList
      rows={[
        ['Kept', merge.keptName ?? 'An erased record'],
        ['Merged into it', merge.mergedName ?? 'An erased record'],
        ['When', sayDay(merge.mergedAt)],
        ['What was moved', <Few items={summed(moved).map(([table, n]) => `${n} ${movedTables[table][n === 1 ? 0 : 1]}`)} more={0} />],
        ['Undone', merge.undoneAt ? sayDay(merge.undoneAt) : undefined],
      ]}
    />
    {merge.undoneAt ? null : (
      <P>
        What was moved goes back to {merge.mergedName ?? 'the other record'}, unless it has come to somebody else since. What was booked or
        recorded after the merge stays with {merge.keptName ?? 'the record that was kept'}. Calendar entries of coming events are sent
        again.
        {anew > 0
          ? ` ${counted(anew, 'certificate', 'certificates')} of ${merge.keptName ?? 'the record that was kept'} no longer ${plural(anew, 'holds', 'hold')} then, and ${merge.mergedName ?? 'the other record'} gets ${plural(anew, 'one', 'others')}: both are told by mail where we have their address.`
          : null}
      </P>
    )}
    {merge.undoneAt ? null : clashes.length > 0 ? <Clashes clashes={clashes} doing="parted" /> : undo}
  </>
)
