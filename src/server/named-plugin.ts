/** Fastify's errors name the plugin. Without a name, Fastify looks for one through every loaded module. */
export function namedPlugin<Plugin extends object>(name: string, plugin: Plugin): Plugin {
  return Object.assign(plugin, { [Symbol.for('fastify.display-name')]: name });
}
