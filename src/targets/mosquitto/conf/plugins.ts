/** Files of the plugins that ship with Mosquitto, in its plugin folder. */

export const ACL_FILE_PLUGIN = 'mosquitto_acl_file.so'
export const PASSWORD_FILE_PLUGIN = 'mosquitto_password_file.so'
export const DYNAMIC_SECURITY_PLUGIN = 'mosquitto_dynamic_security.so'
