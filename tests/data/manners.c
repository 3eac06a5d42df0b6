/* A PKCS#11 module for tests: it leads to SoftHSM, and has a manner of its own by the name of its file.
 *
 * SoftHSM reads softhsm2.conf in the folder of this module, so that a test sets nothing for the whole process.
 *
 *   plain.so    as SoftHSM is
 *   last.so     says that one try of the PIN is left
 *   locked.so   is locked
 *   gone.so     is pulled out while it signs
 *   rubbish.so  signs something else
 *   reader.so   has the PIN typed at the reader, where it is always right
 *   deaf.so     does not start
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIKE_ALL __attribute__((visibility("default")))
typedef unsigned long num;

/* CK_FUNCTION_LIST: a version and the functions in the order of the standard. */
struct list { unsigned char version[2]; void *functions[68]; };
enum { INITIALIZE = 0, TOKEN_INFO = 6, LOGIN = 18, SIGN = 43 };
enum { DEVICE_REMOVED = 0x32, GENERAL_ERROR = 5, PIN_LOCKED = 0xa4 };
enum { FLAGS_AT = 96, AT_READER = 0x100, FINAL_TRY = 0x20000, LOCKED = 0x40000 };

static struct list own, *real;
static char manner[64];

static int is(const char *name) { return strcmp(manner, name) == 0; }

static num initialize(void *arguments) {
    (void)arguments;
    return GENERAL_ERROR;
}

static num token_info(num slot, unsigned char *info) {
    num answer = ((num (*)(num, unsigned char *))real->functions[TOKEN_INFO])(slot, info), flags;
    memcpy(&flags, info + FLAGS_AT, sizeof flags);
    if (is("last.so")) flags |= FINAL_TRY;
    if (is("locked.so")) flags |= LOCKED;
    if (is("reader.so")) flags |= AT_READER;
    memcpy(info + FLAGS_AT, &flags, sizeof flags);
    return answer;
}

static num login(num session, num user, unsigned char *pin, num length) {
    if (is("locked.so")) return PIN_LOCKED;
    if (is("reader.so") && pin == NULL) {
        pin = (unsigned char *)"4711 and more";
        length = 13;
    }
    return ((num (*)(num, num, unsigned char *, num))real->functions[LOGIN])(session, user, pin, length);
}

static num sign(num session, unsigned char *data, num length, unsigned char *value, num *size) {
    if (is("gone.so")) return DEVICE_REMOVED;
    num (*signs)(num, unsigned char *, num, unsigned char *, num *) = real->functions[SIGN];
    num answer = signs(session, data, length, value, size);
    if (is("rubbish.so") && value != NULL) value[*size / 2] ^= 1;
    return answer;
}

LIKE_ALL num C_GetFunctionList(struct list **out) {
    Dl_info self;
    char path[4096];
    if (!dladdr((void *)C_GetFunctionList, &self)) return GENERAL_ERROR;
    const char *name = strrchr(self.dli_fname, '/') + 1;
    snprintf(manner, sizeof manner, "%s", name);
    snprintf(path, sizeof path, "%.*ssofthsm2.conf", (int)(name - self.dli_fname), self.dli_fname);
    setenv("SOFTHSM2_CONF", path, 1);
    void *softhsm = dlopen("/usr/lib/softhsm/libsofthsm2.so", RTLD_NOW);
    if (softhsm == NULL) return GENERAL_ERROR;
    num (*functions)(struct list **) = (num (*)(struct list **))dlsym(softhsm, "C_GetFunctionList");
    if (functions == NULL || functions(&real) != 0) return GENERAL_ERROR;
    own = *real;
    if (is("deaf.so")) own.functions[INITIALIZE] = initialize;
    own.functions[TOKEN_INFO] = token_info;
    own.functions[LOGIN] = login;
    own.functions[SIGN] = sign;
    *out = &own;
    return 0;
}
