import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { endRoleChases } from './asking-store.ts'
import {
  insertLinkConfirmation,
  linkHolds,
  type NameToConfirm,
  namesText,
  type RolesLink,
  selectNamesToConfirm,
  selectRolesLink,
  stillNamed,
  useRolesLink,
} from './link-store.ts'

/** Why a link can no longer be used. */
export type LinkEnd = 'used' | 'closed' | 'left' | 'replaced' | 'changed'

/** `end`: undefined while the link can be used. */
export type FoundLink = { link: RolesLink; names: readonly NameToConfirm[]; end: LinkEnd | undefined }

const endOf = async (link: RolesLink, names: readonly NameToConfirm[]): Promise<LinkEnd | undefined> => {
  if (link.usedAt) return 'used'
  if (!link.isOpen) return 'closed'
  if (!link.mayAct) return 'left'
  if (!link.isNewest) return 'replaced'
  return (await sha256(namesText(names))) === link.said ? undefined : 'changed'
}

/** The names are those of the letter while the link can be used. */
export const findRolesLink = async (act: Act, token: string): Promise<FoundLink | undefined> => {
  const link = await readNow(act.db, selectRolesLink(act.db, await sha256(token)))
  if (!link) return undefined
  const names = await readNow(act.db, selectNamesToConfirm(act.db, londonDay(act.now), [link.schoolId]))
  return { link, names, end: await endOf(link, names) }
}

/** The school's word, and nobody's as its head. Pressed twice it is said once. */
export const confirmByLink = async (act: Act, token: string): Promise<Result<undefined, LinkEnd>> => {
  const found = await findRolesLink(act, token)
  if (!found) return refuse('changed')
  const { link, names, end } = found
  if (end) return end === 'used' ? ok(undefined) : refuse(end)
  const tokenHash = await sha256(token)
  const roleIds = [...new Set(names.map(({ roleId }) => roleId))]
  const result = await atomically(
    act.db,
    [
      linkHolds(act.db, tokenHash),
      stillNamed(act, link.schoolId, names),
      useRolesLink(act, tokenHash),
      ...roleIds.flatMap((roleId) => [
        insertLinkConfirmation(act, link, roleId),
        logged(act, {
          act: 'roles.confirmed',
          subject: ['school', link.schoolId],
          schoolId: link.schoolId,
          after: { roleId, capacity: 'link', linkOf: link.accountId },
        }),
      ]),
      endRoleChases(act, link.schoolId),
    ],
    { [guardBroken]: 'changed' } as const,
  )
  if (result.ok) return ok(undefined)
  const now = (await findRolesLink(act, token))?.end ?? 'changed'
  return now === 'used' ? ok(undefined) : refuse(now)
}
