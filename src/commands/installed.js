// Ends with a sentence unless what package-lock.json names is installed. Any Node can read this file.
import { existsSync, readFileSync } from 'node:fs'

const packagesIn = (path) => {
  const file = new URL(`../../${path}`, import.meta.url)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {}
}
const installed = packagesIn('node_modules/.package-lock.json')
/** What is for other systems is not there. */
const isMissing = ([path, { version, optional }]) => {
  const there = installed[path]
  return there ? there.version !== version : path !== '' && !optional
}
if (Object.entries(packagesIn('package-lock.json')).some(isMissing)) {
  console.error('What is installed is not what Muster needs: run npm ci.')
  process.exit(1)
}
