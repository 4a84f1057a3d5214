// One search of everything that staff look for. The words are posted and kept out of addresses:
// `base/web/private-search.tsx`.
import { Hono } from 'hono'
import { each, readNow } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { Button, TextField } from '#base/web/field.tsx'
import { page, withPages } from '#base/web/page.tsx'
import { Heading, Link, P } from '#base/web/page-parts.tsx'
import { cutTo } from '#base/words.ts'
import { type Match, selectMatches, shown } from './kinds.ts'

type Group = { title: string; list: string; matches: readonly Match[] }
type Found = { q: string; lists: readonly Omit<Group, 'matches'>[]; groups: readonly Group[] }

const search = page({
  at: '/',
  title: 'Search',
  find: async ({ db, now, actor }, { query, c }): Promise<Found | Response> => {
    const q = cutTo((query['q'] ?? '').trim(), 200)
    const kinds = selectMatches(actor, { db, now, q })
    const looked = q === '' ? [] : kinds.flatMap(({ title, list, read }) => (read ? [{ title, list, read }] : []))
    const matches = await readNow(db, each(looked.map(({ read }) => read)))
    const [one, ...others] = matches.flat()
    if (one && others.length === 0) return c.redirect(one.href, 303)
    const groups = looked.map(({ title, list }, n): Group => ({ title, list, matches: matches[n] ?? [] }))
    return { q, lists: kinds, groups: groups.filter((group) => group.matches.length > 0) }
  },
  show: ({ q, lists, groups }) => (
    <>
      <form method="post" action="/search">
        <TextField name="q" label="A name, number, email address or words" type="search" value={q} width={30} maxlength={200} />
        <Button>Search</Button>
      </form>
      {q !== '' && groups.length === 0 ? <P>Nothing matches. Try part of a name, a URN, a reference or an email address.</P> : null}
      {groups.map(({ title, list, matches }) => (
        <>
          <Heading>{title}</Heading>
          <ul class="govuk-list">
            {matches.slice(0, shown).map(({ href, text, note }) => (
              <li>
                <Link href={href}>{text}</Link>
                {note ? `, ${note}` : null}
              </li>
            ))}
            {matches.length > shown ? (
              <li>
                <Link href={list}>More in {title.toLowerCase()}</Link>
              </li>
            ) : null}
          </ul>
        </>
      ))}
      {q === '' ? null : (
        <>
          <Heading>Look for these words in</Heading>
          <ul class="govuk-list">
            {lists.map(({ title, list }) => (
              <li>
                <Link href={list}>{title}</Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  ),
})

/** Mounted at /search. */
export const searchPages = withPages(new Hono<AppEnv>(), search)
