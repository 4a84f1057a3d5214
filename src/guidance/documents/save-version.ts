import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { storedAs } from '#base/db/stored-row.ts'
import type { FileRefusal } from '#base/files/file.ts'
import { saveFile } from '#base/files/save-file.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import type { GuidanceDocument, Version, VersionFacts, VersionRefusal } from './document.ts'
import { deleteDraft, draftAsRead, draftColumns, fileOf, insertDraft, setDraft } from './store.ts'

/** Begins the next version, with the text of the last. */
export const beginVersion = async (act: Act, document: GuidanceDocument): Promise<Result<void, VersionRefusal>> => {
  const id = newId(act.now)
  const done = await atomically<VersionRefusal>(
    act.db,
    [
      insertDraft(act, id, document.id),
      logged(act, { act: 'guidance.version_begun', subject: ['guidance', document.id], after: { versionId: id } }),
    ],
    {
      guidance_is_withdrawn: 'withdrawn',
      'GuidanceVersion.documentId': 'already_draft',
      'GuidanceVersion.documentId, GuidanceVersion.number': 'already_draft',
    },
  )
  return done.ok ? ok(undefined) : done
}

/**
 * Saves a draft. A new file takes the place of the one before.
 * @param sent the field of the file
 */
export const saveDraft = async (
  act: Act,
  version: Version,
  facts: VersionFacts,
  { sent, remove }: { sent: unknown; remove: boolean },
): Promise<Result<void, VersionRefusal | FileRefusal>> => {
  const saved = await saveFile(act, sent)
  if (!saved.ok && saved.reason !== 'no_file') return saved
  const fileId = saved.ok ? saved.value.id : remove ? null : undefined
  const done = await atomically<VersionRefusal>(
    act.db,
    [
      draftAsRead(act.db, version),
      setDraft(act, version.id, facts, fileId),
      logged(act, {
        act: 'guidance.draft_saved',
        subject: ['guidance', version.documentId],
        after: { number: version.number, letters: facts.text.length, fileId },
      }),
    ],
    { [guardBroken]: 'changed', version_is_issued: 'version_is_issued' },
  )
  if (done.ok || done.reason !== 'changed') return done.ok ? ok(undefined) : done
  // Pressed twice: the other has saved the same.
  const isSame = (await storedAs(act.db, 'GuidanceVersion', version.id, draftColumns(facts))) === 'same'
  const stands = saved.ok || remove ? await fileOf(act.db, version.id) : undefined
  return isSame && stands?.sha256 === (saved.ok ? saved.value.sha256 : undefined) ? ok(undefined) : done
}

export const deleteVersion = async (act: Act, version: Version): Promise<Result<void, VersionRefusal>> => {
  const done = await atomically<VersionRefusal>(
    act.db,
    [
      draftAsRead(act.db, version),
      deleteDraft(act.db, version.id),
      logged(act, { act: 'guidance.draft_deleted', subject: ['guidance', version.documentId], after: { number: version.number } }),
    ],
    { [guardBroken]: 'changed', issued_version_is_kept: 'version_is_issued' },
  )
  return done.ok ? ok(undefined) : done
}
