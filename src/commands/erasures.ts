// `npm run erasures [-- FILE] [--apply] [--remote [--env NAME]]`: adds everybody who was erased to
// a list outside the database, by day and id; `--apply` erases again who is on it and is back.

import { counted } from '#base/words.ts'
import { erasureListName, mergeErasures } from '#upkeep/records/erasure-list.ts'
import { applyLocally, applyReached, listIn, localList, reachedList, writeList } from './erasing.ts'
import { remoteBucket } from './kept-files.ts'
import { optionsOf } from './options.ts'
import { withMuster } from './running.ts'
import { remoteDatabase } from './wrangler.ts'

const { values, positionals } = optionsOf('Say: npm run erasures [-- FILE] [--apply] [--remote [--env NAME]]', {
  allowPositionals: true,
  options: { apply: { type: 'boolean', default: false }, remote: { type: 'boolean', default: false }, env: { type: 'string' } },
})
try {
  const file = positionals[0] ?? erasureListName
  const reached = values.remote ? remoteDatabase(values.env) : undefined
  const list = mergeErasures(listIn(file), reached ? await reachedList(reached, remoteBucket(values.env)) : await localList())
  writeList(file, list)
  console.log(`${file} names ${counted(list.size, 'erased record')}. Keep it with the backups, outside the database.`)
  if (values.apply)
    for (const line of reached ? applyReached(reached, list) : await withMuster((at) => applyLocally(at, list))) console.log(line)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
