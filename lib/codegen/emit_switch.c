/* SPDX-License-Identifier: Apache-2.0 */
/* A tree of branches that compare one register with numbers, as BPF compilers make of a switch,
 * becomes a switch again. Blocks inside of the tree hold moves and their branch only; they vanish,
 * and an edge out of the tree becomes a block of its own, for the phis behind it. */
#include <stdlib.h>

#include "emit.h"

enum {
    TREE_MIN = 3, /* branches; fewer gain nothing */
    TREE_MAX = 64,
    CASES_MAX = 128,
};

struct node {
    uint32_t block, parent; /* parent: a node; of the root itself */
    uint32_t next[2];       /* by successor: the node it is, or 0 */
    bool moves;             /* holds more than its branch, so that registers differ behind it */
};

/* A way out: an edge of the cfg, and the numbers that take it. */
struct leaf {
    uint32_t from, to; /* blocks */
    uint32_t state;    /* node whose registers hold on the edge */
    uint64_t numbers;  /* how many take it, over the leaves of the same `to` and `state` */
    uint32_t first;    /* the first such leaf */
};

struct tree {
    struct emitter *e;
    unsigned reg;
    bool whole; /* the register's upper half is zero: 64-bit comparisons count, too */
    struct node nodes[TREE_MAX];
    uint32_t node_count;
    struct leaf leaves[TREE_MAX + 1];
    uint32_t leaf_count;
    uint64_t cuts[3 * TREE_MAX + 2]; /* where the way of a number may change, ascending */
    uint32_t cut_count;
    uint64_t low, high; /* the register is within */
};

static const struct insn *last_insn(const struct tree *t, uint32_t block) {
    return &t->e->function->insns[t->e->cfg->blocks[block].end - 1].insn;
}

static bool is_reached(const struct tree *t, uint32_t block) {
    return t->e->facts->at_block[block] != NULL;
}

static bool compares(const struct tree *t, uint32_t block) {
    const struct insn *insn = last_insn(t, block);
    return insn_is_branch(insn) && insn->op != OP_JSET && insn->form == FORM_K &&
           insn->dst == t->reg && (insn->width == 32 || t->whole) &&
           t->e->cfg->blocks[block].succ_count == 2;
}

/* Moves of numbers and of whole registers are no code. */
static bool is_free(const struct prog_insn *insn) {
    return (insn->insn.op == OP_MOV && (insn->insn.form == FORM_K || insn->insn.width == 64)) ||
           (insn->insn.op == OP_LDDW && insn->ref == REF_NONE);
}

static bool is_inside(const struct tree *t, uint32_t block, uint32_t parent) {
    const struct block *b = &t->e->cfg->blocks[block];
    if (block == 0 || b->pred_count != 1 || b->preds[0] != parent || !compares(t, block) ||
        !is_reached(t, block)) {
        return false;
    }
    for (uint32_t i = b->first; i < b->end - 1; i++) {
        const struct prog_insn *insn = &t->e->function->insns[i];
        if (!is_free(insn) || insn->insn.dst == t->reg) {
            return false;
        }
    }
    return true;
}

static void add_node(struct tree *t, uint32_t block, uint32_t parent) {
    const struct block *b = &t->e->cfg->blocks[block];
    t->nodes[t->node_count++] =
        (struct node){.block = block, .parent = parent, .moves = b->end - b->first > 1};
}

/* Breadth first; what is beyond the limit stays as it is, behind a leaf. */
static void collect_nodes(struct tree *t, uint32_t root) {
    add_node(t, root, 0);
    for (uint32_t i = 0; i < t->node_count; i++) {
        const struct block *b = &t->e->cfg->blocks[t->nodes[i].block];
        for (uint32_t j = 0; j < 2; j++) {
            if (b->succ[j] != root && t->node_count < TREE_MAX &&
                is_inside(t, b->succ[j], t->nodes[i].block)) {
                t->nodes[i].next[j] = t->node_count;
                add_node(t, b->succ[j], i);
            }
        }
    }
}

/* The branch of `insn` for a register of that number; its upper half is zero. */
static bool takes(const struct insn *insn, uint64_t number) {
    bool narrow = insn->width == 32;
    uint64_t with = narrow ? (uint32_t)insn->imm : (uint64_t)insn->imm64;
    int64_t a = narrow ? (int32_t)number : (int64_t)number;
    int64_t b = insn->imm64;
    switch (insn->op) {
    case OP_JEQ:
        return number == with;
    case OP_JNE:
        return number != with;
    case OP_JGT:
        return number > with;
    case OP_JGE:
        return number >= with;
    case OP_JLT:
        return number < with;
    case OP_JLE:
        return number <= with;
    case OP_JSGT:
        return a > b;
    case OP_JSGE:
        return a >= b;
    case OP_JSLT:
        return a < b;
    case OP_JSLE:
        return a <= b;
    default:
        unreachable("comparison");
    }
}

static uint32_t state_of(const struct tree *t, uint32_t node) {
    while (node && !t->nodes[node].moves) {
        node = t->nodes[node].parent;
    }
    return node;
}

/* The leaf of an edge, made when it is new. */
static uint32_t leaf_of(struct tree *t, uint32_t node, uint32_t to) {
    uint32_t from = t->nodes[node].block, first = t->leaf_count;
    struct leaf leaf = {.from = from, .to = to, .state = state_of(t, node)};
    for (uint32_t i = 0; i < t->leaf_count; i++) {
        if (t->leaves[i].from == from && t->leaves[i].to == to) {
            return i;
        }
        if (first == t->leaf_count && t->leaves[i].to == to && t->leaves[i].state == leaf.state) {
            first = i;
        }
    }
    leaf.first = first;
    t->leaves[t->leaf_count] = leaf;
    return t->leaf_count++;
}

static uint32_t leaf_of_number(struct tree *t, uint64_t number) {
    for (uint32_t node = 0;;) {
        uint32_t block = t->nodes[node].block;
        unsigned way = takes(last_insn(t, block), number) ? 0 : 1;
        if (!t->nodes[node].next[way]) {
            return leaf_of(t, node, t->e->cfg->blocks[block].succ[way]);
        }
        node = t->nodes[node].next[way];
    }
}

static void add_cut(struct tree *t, uint64_t number) {
    if (number > t->low && number <= t->high) {
        t->cuts[t->cut_count++] = number;
    }
}

static int by_number(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void find_cuts(struct tree *t) {
    t->cuts[t->cut_count++] = t->low;
    for (uint32_t i = 0; i < t->node_count; i++) {
        uint64_t with = (uint32_t)last_insn(t, t->nodes[i].block)->imm;
        add_cut(t, with);
        add_cut(t, with + 1);
    }
    add_cut(t, (uint64_t)INT32_MAX + 1);
    qsort(t->cuts, t->cut_count, sizeof(t->cuts[0]), by_number);
}

static uint64_t end_of_cut(const struct tree *t, uint32_t cut) {
    return cut + 1 < t->cut_count ? t->cuts[cut + 1] : t->high + 1;
}

/* How many numbers go where; the leaf that most of them take. */
static uint32_t count_numbers(struct tree *t) {
    uint32_t most = 0;
    for (uint32_t i = 0; i < t->cut_count; i++) {
        uint32_t leaf = t->leaves[leaf_of_number(t, t->cuts[i])].first;
        t->leaves[leaf].numbers += end_of_cut(t, i) - t->cuts[i];
        most = t->leaves[leaf].numbers > t->leaves[most].numbers ? leaf : most;
    }
    return most;
}

static LLVMBasicBlockRef *edge_of(const struct tree *t, uint32_t leaf) {
    const struct leaf *l = &t->leaves[leaf];
    unsigned way = t->e->cfg->blocks[l->from].succ[0] == l->to ? 0 : 1;
    return &t->e->ends[l->from].edges[way];
}

/* A block for each leaf that numbers take; edges that share it bring the same registers. */
static void make_edges(struct tree *t) {
    struct codegen *c = t->e->c;
    LLVMBasicBlockRef here = LLVMGetInsertBlock(c->builder);
    for (uint32_t i = 0; i < t->leaf_count; i++) {
        const struct leaf *leaf = &t->leaves[i];
        if (leaf->first != i) {
            *edge_of(t, i) = *edge_of(t, leaf->first);
            continue;
        }
        *edge_of(t, i) = LLVMAppendBasicBlockInContext(c->context, t->e->fn, "case");
        LLVMPositionBuilderAtEnd(c->builder, *edge_of(t, i));
        LLVMBuildBr(c->builder, t->e->blocks[leaf->to]);
    }
    LLVMPositionBuilderAtEnd(c->builder, here);
}

static void build_switch(struct tree *t, uint32_t most) {
    struct codegen *c = t->e->c;
    LLVMValueRef choice =
        LLVMBuildSwitch(c->builder, as_i32(c, t->e->regs[t->reg]), *edge_of(t, most), t->cut_count);
    for (uint32_t i = 0; i < t->cut_count; i++) {
        uint32_t leaf = t->leaves[leaf_of_number(t, t->cuts[i])].first;
        for (uint64_t at = t->cuts[i]; leaf != most && at < end_of_cut(t, i); at++) {
            LLVMAddCase(choice, LLVMConstInt(c->types.i32, at, false), *edge_of(t, leaf));
        }
    }
}

static void find_range(struct tree *t) {
    const struct fact *fact = &t->e->cursor.state->regs[t->reg];
    t->whole = fact->kind == KIND_SCALAR && fact_umax(t->e->c, fact) <= UINT32_MAX;
    t->low = t->whole ? fact_umin(t->e->c, fact) : 0;
    t->high = t->whole ? fact_umax(t->e->c, fact) : UINT32_MAX;
}

/* True when a switch would take few enough cases; `most` gets its default. */
static bool pays(struct tree *t, uint32_t *most) {
    if (t->node_count < TREE_MIN) {
        return false;
    }
    find_cuts(t);
    *most = count_numbers(t);
    return t->high - t->low + 1 - t->leaves[*most].numbers <= CASES_MAX;
}

bool emit_switch(struct emitter *e, uint32_t block) {
    const struct block *b = &e->cfg->blocks[block];
    struct tree tree = {.e = e, .reg = e->function->insns[b->end - 1].insn.dst};
    uint32_t most;
    find_range(&tree);
    if (!facts_shape(e->c) || !e->c->target->rebuild_switch || !compares(&tree, block)) {
        return false;
    }
    collect_nodes(&tree, block);
    if (!pays(&tree, &most)) {
        return false;
    }
    make_edges(&tree);
    build_switch(&tree, most);
    for (uint32_t i = 0; i < tree.node_count; i++) {
        e->ends[tree.nodes[i].block].in_tree = i ? TREE_INSIDE : TREE_ROOT;
    }
    return true;
}
